"""The run store of a study: Parquet parts written by one writer, each whole or not there at all."""

from __future__ import annotations

import errno
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.settings.errors import SettingsError
from sim.studies.measurement.worker import BASELINE_INDEX, UNITS, Done
from sim.studies.question.case import Case
from sim.studies.storage.atomic import atomic
from sim.studies.storage.locking import FolderLock
from sim.studies.storage.parquet import daily_table, outcome_table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

STUDY, RUNS, FAILURES = "study.json", "runs", "failures"
OUTCOMES, DAILY = "outcomes", "daily"
FLUSH_SECONDS = 2.0
"""Least time between two parts; later on a fiftieth of the time gone, so that a long study has no crowd of parts."""
FLUSH_RUNS, FLUSH_ROWS = 2000, 2_000_000


class StoreError(SettingsError):
    """A study folder that cannot be used as it is."""


class StudyStopped(RuntimeError):
    """A study that cannot go on; what is stored stays, and the same command continues it."""


class Archive:
    """The runs of a study folder. Opened for writing it holds the folder's lock until :meth:`close`."""

    def __init__(self, folder: Path, model: str, *, write: bool = False) -> None:
        self.folder, self.model = folder, model
        self.runs, self.failures = folder / RUNS, folder / FAILURES
        self._lock: FolderLock | None = None
        if write:
            self.runs.mkdir(parents=True, exist_ok=True)
            self._lock = FolderLock(folder)
        try:
            if write:
                self._tidy()
            self.done: set[str] = self._ids()
        except BaseException:
            self.close()
            raise
        self._waiting: list[tuple[str, Done]] = []
        self._daily: list[tuple[str, Done]] = []
        self._number = max((_number(file) for file in self._parts(OUTCOMES)), default=0)
        self._begun = self._flushed = time.monotonic()

    # writing

    def add(self, batch: Sequence[Done], cases: Sequence[Case]) -> None:
        """Take what one task gave, and write when it is time; scenarios and their baseline go into the same part."""
        for done in batch:
            if done.index == BASELINE_INDEX:
                self._daily.append((done.world_key, done))
                continue
            case = cases[done.index]
            if done.failure is not None:
                self._write_failure(done, case)
                continue
            self._waiting.append((case.run_id(done.replicate, self.model), done))
            if done.daily is not None:
                self._daily.append((case.key, done))
        now = time.monotonic()
        rows = sum(len(done.daily) for _, done in self._daily if done.daily is not None)
        due = now - self._flushed >= max(FLUSH_SECONDS, (now - self._begun) / 50.0)
        if due or len(self._waiting) >= FLUSH_RUNS or rows >= FLUSH_ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what waits. The part of outcomes comes last: with it the runs count as stored."""
        if self._waiting:
            number = self._number + 1
            if self._daily:
                self._write(f"{DAILY}-{number:06d}.parquet", daily_table(self._daily))
            self._write(f"{OUTCOMES}-{number:06d}.parquet", outcome_table(self._waiting))
            self._number = number
            self.done.update(run for run, _ in self._waiting)
            if self.failures.is_dir():  # what failed before and did not now
                for run, _ in self._waiting:
                    (self.failures / f"{run}.json").unlink(missing_ok=True)
            self._waiting, self._daily = [], []
        self._flushed = time.monotonic()

    def _write(self, name: str, table: pa.Table) -> None:
        import pyarrow.parquet as pq

        with atomic(self.runs / name, self.stopped) as draft:
            pq.write_table(table, draft, compression="zstd")

    def _write_failure(self, done: Done, case: Case) -> None:
        failure = done.failure
        assert failure is not None
        run = case.run_id(done.replicate, self.model)
        record = {
            "run_id": run, "scenario": case.scenario, "world": case.world, "point": case.point,
            "replicate": done.replicate, "kind": failure.kind, "message": failure.message, "usage": failure.usage,
            "traceback": failure.trace.splitlines(), "values": dict(case.values), "settings": case.settings.to_dict(),
        }  # fmt: skip
        self.failures.mkdir(exist_ok=True)
        self.write_json(self.failures / f"{run}.json", record)

    def write_json(self, file: Path, record: Mapping[str, Any]) -> None:
        """Write plain values as JSON, whole or not at all."""
        with atomic(file, self.stopped) as draft:
            draft.write_text(json.dumps(record, indent=1, default=str) + "\n", encoding="utf-8")

    def stopped(self, error: OSError) -> StudyStopped:
        """Say in one line that nothing more can be written."""
        full = error.errno == errno.ENOSPC or "No space left" in str(error)
        why = "no space left on the disk" if full else error.strerror or str(error)
        return StudyStopped(
            f"{self.folder} cannot be written to: {why}; {len(self.done)} runs are stored there, and the same command "
            f"with output={self.folder} continues"
        )

    def close(self) -> None:
        """Release the folder."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _tidy(self) -> None:
        """Remove what a killed driver left: drafts, and daily tables whose runs were not stored any more."""
        for draft in (*self.runs.glob("_*"), *self.folder.glob("_*.json")):
            draft.unlink(missing_ok=True)
        stored = {_number(file) for file in self._parts(OUTCOMES)}
        for file in self._parts(DAILY):
            if _number(file) not in stored:
                file.unlink()

    # reading

    def _parts(self, kind: str) -> list[Path]:
        return sorted(self.runs.glob(f"{kind}-*.parquet"))

    def _ids(self) -> set[str]:
        found: set[str] = set()
        for table in self._read(OUTCOMES, ["run_id"]):
            found.update(table.column("run_id").unique().to_pylist())
        return found

    def _read(self, kind: str, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        import pyarrow as pa
        import pyarrow.parquet as pq

        for file in self._parts(kind):
            try:
                yield pq.read_table(file, columns=None if columns is None else list(columns))
            except (pa.ArrowException, OSError) as error:
                told = str(error).splitlines()[0]
                raise StoreError(f"{file} is damaged ({told})", key="output", value=str(self.folder),
                                 hint="delete that file and start again: its runs are run once more") from None  # fmt: skip # noqa: E501

    def outcomes(self) -> pd.DataFrame:
        """Return every stored run, long: run_id, replicate, outcome, value, unit, censored."""
        import pandas as pd

        tables = [table.to_pandas() for table in self._read(OUTCOMES)]
        if not tables:
            types = {"run_id": "str", "replicate": "int64", "outcome": "str", "value": "float64", "censored": "bool"}
            return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()} | {"unit": []})
        rows = pd.concat(tables, ignore_index=True).astype({"run_id": "str", "outcome": "str", "replicate": "int64"})
        rows = rows.drop_duplicates(["run_id", "outcome"], ignore_index=True)
        return rows.assign(unit=rows["outcome"].map(UNITS))

    def daily(self, keys: Iterable[str]) -> pd.DataFrame:
        """Return the daily tables of these configurations and worlds: key, replicate, arm, day and the columns."""
        import pandas as pd
        import pyarrow as pa
        import pyarrow.compute as pc

        wanted = pa.array(sorted(set(keys)), pa.string())
        tables = []
        for table in self._read(DAILY):
            chosen = table.filter(pc.is_in(table.column("key").cast("string"), wanted))
            if chosen.num_rows:
                tables.append(chosen.to_pandas())
        if not tables:
            return pd.DataFrame({"key": [], "replicate": [], "arm": [], "day": []})
        rows = pd.concat(tables, ignore_index=True).astype({"key": "str", "arm": "str"})
        # A baseline that several tasks shared is there several times, and each time the same.
        rows = rows.drop_duplicates(["key", "arm", "replicate", "day"])
        return rows.sort_values(["key", "arm", "replicate", "day"], ignore_index=True)

    def failed(self) -> list[dict[str, Any]]:
        """Return the failures that are kept, each as it was written."""
        files = sorted(self.failures.glob("*.json")) if self.failures.is_dir() else []
        return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def _number(file: Path) -> int:
    return int(file.stem.rpartition("-")[2])
