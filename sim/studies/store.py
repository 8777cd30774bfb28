"""The run folder: written whole or not at all, and read back."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pandas as pd
import yaml

from sim.settings import Settings, SettingsError
from sim.settings.output import check_output, output_folder
from sim.studies.cells import as_meant, as_text
from sim.studies.executors import Failure
from sim.studies.measurement.scenario import TABLES
from sim.studies.provenance import provenance
from sim.studies.result import Result

FIGURES = "figures"


def save(result: Result, folder: str | Path | None = None, command: str | None = None) -> Path:
    """Write a run folder and return it.

    Everything is first written beside it under a name that begins with ``_`` and then moved, so that a folder of that
    name is complete. Raises SettingsError if the folder holds something already, OSError if it cannot be written.
    """
    target = Path(folder).expanduser() if folder is not None else output_folder(result.settings)
    check_output(target)
    draft = target.with_name(f"_{target.name}-{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    with _unhurried():
        try:
            draft.mkdir(parents=True)
            _write(result, draft, command)
            draft.replace(target)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    return target


@contextmanager
def _unhurried() -> Iterator[None]:
    """Leave Ctrl-C unheard while writing: it would cost the hours that were run to save seconds."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _write(result: Result, folder: Path, command: str | None) -> None:
    config = yaml.safe_dump(result.settings.to_dict(), sort_keys=False, allow_unicode=True)
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    for name in TABLES:
        getattr(result, name).to_parquet(folder / f"{name}.parquet", index=False, compression="zstd")
    notes = [f"{failure}\n{failure.trace}" for failure in result.failures]
    if result.finished:
        notes += _derive(result, folder)
    if notes:
        (folder / "failures.txt").write_text("\n".join(notes), encoding="utf-8")
    result.provenance = provenance(result, command)
    result.provenance["failures"] = [
        {"replicate": f.job, "kind": f.kind, "message": f.message} for f in result.failures
    ]
    (folder / "provenance.json").write_text(json.dumps(result.provenance, indent=2) + "\n", encoding="utf-8")


def _derive(result: Result, folder: Path) -> list[str]:
    """Write what follows from the tables; a fault here is noted and does not cost the tables."""
    parts: dict[str, Callable[[], object]] = {
        "effects": lambda: as_text(result.effects).to_csv(folder / "effects.csv", index=False),
        "summary": lambda: as_text(result.summary).to_csv(folder / "summary.csv", index=False),
        "text": lambda: (folder / "summary.txt").write_text(f"{result}\n", encoding="utf-8"),
        "figures": lambda: _draw(result, folder / FIGURES),
    }
    notes = []
    result.problems.clear()
    for name, make in parts.items():
        try:
            make()
        except OSError:
            raise  # the disk, not the tables
        except Exception as error:
            told = " ".join(str(error).split())
            result.problems.append(f"{name} could not be made: {type(error).__name__}: {told}")
            notes.append(f"{result.problems[-1]}\n{traceback.format_exc()}")
    return notes


def _draw(result: Result, folder: Path) -> None:
    """Save each figure as PNG and SVG; the bytes depend on the data alone, not on the moment."""
    import matplotlib

    folder.mkdir()
    with matplotlib.rc_context({"svg.hashsalt": "barrierlife"}):
        for name, figure in result.plot().items():
            figure.savefig(folder / f"{name}.png", dpi=150)
            figure.savefig(folder / f"{name}.svg", metadata={"Date": None})


def load(folder: str | Path) -> Result:
    """Read a run folder back; raise SettingsError if it is none."""
    place = Path(folder).expanduser()
    missing = [n for n in ("config.yaml", "provenance.json", "daily.parquet") if not (place / n).is_file()]
    if missing:
        raise SettingsError(f"{folder} is not a run folder: no {missing[0]}", key="folder", value=str(folder))
    record = json.loads((place / "provenance.json").read_text(encoding="utf-8"))
    plain = yaml.safe_load((place / "config.yaml").read_text(encoding="utf-8"))
    settings = Settings.from_dict(
        plain, origin=lambda key: str(place / "config.yaml"), overrides=tuple(record.get("overrides", ()))
    )
    try:
        tables = {name: pd.read_parquet(place / f"{name}.parquet") for name in TABLES}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{folder} cannot be read: {str(error).splitlines()[0]}", key="folder",
                            value=str(folder)) from error  # fmt: skip
    result = Result(
        settings, **tables, interrupted=record["replicates"]["interrupted"], begun=_moment(record["begun"]),
        ended=_moment(record["ended"]), folder=place, provenance=record,
        failures=tuple(Failure(f["replicate"], f["kind"], f["message"]) for f in record.get("failures", ())),
    )  # fmt: skip
    if (place / "effects.csv").is_file():
        # What was computed then, not what today's version would compute.
        result.effects = pd.read_csv(place / "effects.csv").pipe(as_meant)
        result.summary = pd.read_csv(place / "summary.csv").pipe(texts)
    return result


def texts(table: pd.DataFrame) -> pd.DataFrame:
    """Turn missing text back into empty text: CSV cannot tell it from nothing."""
    table = as_meant(table)
    names = [name for name in ("world", "note") if name in table]
    return table.assign(**{name: table[name].astype(object).fillna("").astype(str) for name in names})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
