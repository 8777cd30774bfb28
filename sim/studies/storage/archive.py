"""The run store of a study: parts written by one writer, each whole or not there at all."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.studies.measurement.worker import BASELINE_INDEX, UNITS, Done
from sim.studies.question.case import Case
from sim.studies.storage.atomic import atomic
from sim.studies.storage.errors import StoreError, StudyStopped, not_writable
from sim.studies.storage.locking import FolderLock
from sim.studies.storage.names import FAILURES, RUNS
from sim.studies.storage.parquet import kept_tables, outcome_table
from sim.studies.storage.part_files import OUTCOMES, PROMISED, PartFiles

if TYPE_CHECKING:
    import pandas as pd

RUN = ["key", "arm", "replicate"]
"""Columns that say whose a row of a kept table is."""
FLUSH_SECONDS = 2.0
"""Least time between two parts; later on a fiftieth of the time gone, so that a long study has no crowd of parts."""
FLUSH_RUNS, FLUSH_ROWS = 2000, 2_000_000


class Archive:
    """The runs of a study folder. Opened for writing it holds the folder's lock until :meth:`close`.

    ``repaired``: what a kill or a damaged disk had left, and what was done about it, in a line each.
    """

    def __init__(self, folder: Path, model: str, *, write: bool = False) -> None:
        self.folder, self.model = folder, model
        self.runs, self.failures = folder / RUNS, folder / FAILURES
        self._parts = PartFiles(self.runs)
        self._lock: FolderLock | None = None
        self.repaired: list[str] = []
        self.done: set[str] = set()
        if write:
            self._begin()
        try:
            if write:
                for draft in folder.glob("_*.*"):
                    draft.unlink(missing_ok=True)
                self.repaired = self._parts.repair()
            self.done = self._ids()
        except OSError as error:
            self.close()
            raise self.as_stop(error) from error
        except BaseException:
            self.close()
            raise
        self._waiting: list[tuple[str, Done]] = []
        self._tables: list[tuple[str, Done]] = []
        self._number = self._parts.last()
        self._begun = self._flushed = time.monotonic()

    def _begin(self) -> None:
        """Take the folder; raise SettingsError where that cannot be."""
        try:
            self.runs.mkdir(parents=True, exist_ok=True)
            self._lock = FolderLock(self.folder)
        except OSError as error:
            raise StoreError(f"output={self.folder} cannot be written: {error.strerror or error}", key="output",
                             value=str(self.folder), hint="give another output=…") from None  # fmt: skip

    # writing

    def add(self, batch: Sequence[Done], cases: Sequence[Case]) -> None:
        """Take what one task gave, and write when it is time; scenarios and their baseline go into the same part."""
        for done in batch:
            if done.index == BASELINE_INDEX:
                self._tables.append((done.world_key, done))
                continue
            case = cases[done.index]
            if done.failure is not None:
                self._write_failure(done, case)
                continue
            self._waiting.append((case.run_id(done.replicate, self.model), done))
            if done.tables:
                self._tables.append((case.key, done))
        now = time.monotonic()
        rows = sum(len(table) for _, done in self._tables for table in done.tables.values())
        due = now - self._flushed >= max(FLUSH_SECONDS, (now - self._begun) / 50.0)
        if due or len(self._waiting) >= FLUSH_RUNS or rows >= FLUSH_ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what waits. The part of outcomes comes last: with it the runs count as stored."""
        if self._waiting:
            number = self._number + 1
            kept = kept_tables(self._tables) if self._tables else {}
            names = [self._parts.write(kind, number, table, self.as_stop) for kind, table in kept.items()]
            outcomes = outcome_table(self._waiting).replace_schema_metadata({PROMISED: ",".join(names)})
            self._parts.write(OUTCOMES, number, outcomes, self.as_stop)
            self._number = number
            self.done.update(run for run, _ in self._waiting)
            if self.failures.is_dir():  # what failed before and did not now
                for run, _ in self._waiting:
                    (self.failures / f"{run}.json").unlink(missing_ok=True)
            self._waiting, self._tables = [], []
        self._flushed = time.monotonic()

    def _write_failure(self, done: Done, case: Case) -> None:
        failure = done.failure
        assert failure is not None
        run = case.run_id(done.replicate, self.model)
        record = {
            "run_id": run, "scenario": case.scenario, "world": case.world, "point": case.point,
            "replicate": done.replicate, "kind": failure.kind, "message": failure.message, "usage": failure.usage,
            "traceback": failure.trace.splitlines(), "values": dict(case.values), "settings": case.settings.to_dict(),
        }  # fmt: skip
        try:
            self.failures.mkdir(exist_ok=True)
        except OSError as error:
            raise self.as_stop(error) from error
        self.write_json(self.failures / f"{run}.json", record)

    def write_json(self, file: Path, record: Mapping[str, Any]) -> None:
        """Write plain values as JSON, whole or not at all."""
        with atomic(file, self.as_stop) as draft:
            draft.write_text(json.dumps(record, indent=1, default=str) + "\n", encoding="utf-8")

    def as_stop(self, error: OSError) -> StudyStopped:
        """Say in one line that nothing more can be written."""
        return not_writable(error, self.folder, len(self.done))

    def close(self) -> None:
        """Release the folder."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    # reading

    def part_names(self) -> list[str]:
        """List the names of the parts of outcomes; they hold digests of their bytes."""
        return [file.name for file in self._parts.of(OUTCOMES)]

    def _ids(self) -> set[str]:
        found: set[str] = set()
        for table in self._parts.read(OUTCOMES, ["run_id"]):
            found.update(table.column("run_id").unique().to_pylist())
        return found

    def outcomes(self) -> pd.DataFrame:
        """Return every stored run, long: run_id, replicate, outcome, value, unit, censored."""
        import pandas as pd

        tables = [table.to_pandas() for table in self._parts.read(OUTCOMES)]
        if not tables:
            types = {"run_id": "str", "replicate": "int64", "outcome": "str", "value": "float64", "censored": "bool"}
            return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()} | {"unit": []})
        rows = pd.concat(tables, ignore_index=True).astype({"run_id": "str", "outcome": "str", "replicate": "int64"})
        rows = rows.drop_duplicates(["run_id", "outcome"], ignore_index=True)
        return rows.assign(unit=rows["outcome"].map(UNITS))

    def tables(self, kind: str, keys: Iterable[str]) -> pd.DataFrame:
        """Return tables that were kept of these configurations and worlds: key, replicate, arm, day and the columns."""
        import numpy as np
        import pandas as pd
        import pyarrow as pa
        import pyarrow.compute as pc

        wanted = pa.array(sorted(set(keys)), pa.string())
        tables: list[pd.DataFrame] = []
        seen: set[tuple[str, str, int]] = set()
        for table in self._parts.read(kind):
            rows = table.filter(pc.is_in(table.column("key").cast("string"), wanted)).to_pandas()
            # A baseline that several tasks shared is there several times, and each time the same.
            runs = set(rows[RUN].drop_duplicates().itertuples(index=False, name=None))
            if repeated := runs & seen:
                rows = rows[[run not in repeated for run in rows[RUN].itertuples(index=False, name=None)]]
            seen |= runs
            tables.append(rows)
        tables = [table for table in tables if len(table)] or tables[:1]
        if not tables:
            return pd.DataFrame({"key": [], "replicate": [], "arm": [], "day": []})
        # as codes of the labels in order, since there may be millions of rows
        for name in ("key", "arm"):
            labels = sorted({str(label) for table in tables for label in table[name].unique()})
            tables = [
                table.assign(**{name: table[name].astype("category").cat.set_categories(labels)}) for table in tables
            ]
        rows = pd.concat(tables, ignore_index=True)
        order = np.lexsort((rows["replicate"], rows["arm"].cat.codes, rows["key"].cat.codes))
        rows = rows.take(order).reset_index(drop=True)
        # not astype of a dictionary, which leaves a piece for each column: pandas warns whoever adds one to a hundred
        return rows.assign(key=rows["key"].astype("str"), arm=rows["arm"].astype("str"))

    def daily(self, keys: Iterable[str]) -> pd.DataFrame:
        """Return the daily tables of these configurations and worlds."""
        return self.tables("daily", keys)

    def failed(self) -> list[dict[str, Any]]:
        """Return the failures that are kept, each as it was written; one that cannot be read says so."""
        files = sorted(self.failures.glob("*.json")) if self.failures.is_dir() else []
        return [_failure(file) for file in files]


def _failure(file: Path) -> dict[str, Any]:
    plain = {"run_id": file.stem, "scenario": "?", "world": "", "point": 0, "replicate": -1, "kind": "unknown",
             "message": f"{file} cannot be read", "usage": False, "traceback": []}  # fmt: skip
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return plain
    return {**plain, **record} if isinstance(record, dict) else plain
