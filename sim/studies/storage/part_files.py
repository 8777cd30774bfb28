"""Parquet parts of the run store, each with a digest of its bytes in its name: what is read is what was written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.studies.storage.atomic import atomic
from sim.studies.storage.errors import StoreError

if TYPE_CHECKING:
    import pyarrow as pa

OUTCOMES = "outcomes"
TABLES = ("daily", "groups", "journal")
"""Tables of runs that may be kept beside the outcomes."""
PROMISED = b"tables"
"""Entry of the metadata of outcomes that names the tables beside them, so that one which is gone is missed."""
ASIDE = "damaged-"
"""How the name of a part begins that was set aside."""


_NAME = re.compile(r"[a-z]+-\d{6,}(-[0-9a-f]{16})?\.parquet")


class PartFiles:
    """The parts in a folder: ``<kind>-<number>-<digest>.parquet``; parts of one number belong together."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of(self, kind: str) -> list[Path]:
        """List the parts of a kind, in the order in which they were written; copies made by hand are passed over."""
        return sorted(file for file in self.folder.glob(f"{kind}-*.parquet") if _NAME.fullmatch(file.name))

    def last(self) -> int:
        """Number of the last part; 0 where there is none."""
        return max((number_of(file) for file in self.of(OUTCOMES)), default=0)

    def write(self, kind: str, number: int, table: pa.Table, as_stop: Callable[[OSError], Exception]) -> str:
        """Write a part, whole or not at all; return its name."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        data = sink.getvalue().to_pybytes()
        name = f"{kind}-{number:06d}-{_digest(data)}.parquet"
        with atomic(self.folder / name, as_stop) as draft:
            put(draft, data)
        return name

    def read(self, kind: str, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """Yield the tables of a kind; raise StoreError, which names the part, for one that is damaged."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        for file in self._expected(kind):
            try:
                data = file.read_bytes()
                if not _whole(file, data):
                    raise OSError("its bytes are not those that were written")
                yield pq.read_table(pa.BufferReader(data), columns=None if columns is None else list(columns))
            except (pa.ArrowException, OSError) as error:
                told = (error.strerror if isinstance(error, OSError) else None) or str(error).splitlines()[0]
                raise StoreError(
                    f"{file} is damaged ({told})", key="output", value=str(self.folder.parent),
                    hint="the same command with output= that folder sets it aside and runs its runs once more",
                ) from None  # fmt: skip

    def _expected(self, kind: str) -> list[Path]:
        """List the parts of a kind, with those that are gone."""
        if kind == OUTCOMES:
            return self.of(kind)
        promised = [self.folder / name for file in self.of(OUTCOMES) for name in _promised(file)]
        return sorted({*self.of(kind), *(file for file in promised if file.name.startswith(f"{kind}-"))})

    def repair(self) -> list[str]:
        """Remove what a kill left unfinished, and set aside what is damaged; say so in a line each."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        for draft in self.folder.glob("_*"):
            draft.unlink(missing_ok=True)
        complete = {number_of(file) for file in self.of(OUTCOMES)}
        notes = []
        for kind in (OUTCOMES, *TABLES):
            for file in self.of(kind):
                if number_of(file) not in complete:  # tables whose outcomes were not written any more
                    file.unlink()
                    continue
                try:
                    data = file.read_bytes()
                    sound = _whole(file, data)
                    if sound:
                        pq.read_metadata(pa.BufferReader(data))
                    gone = [name for name in _promised(file) if not (self.folder / name).is_file()] if sound else []
                except (pa.ArrowException, OSError):
                    sound, gone = False, []
                if gone:
                    notes.append(f"{self.folder / gone[0]} is gone; its runs are run once more")
                    complete.discard(number_of(file))
                    self._set_aside(number_of(file))
                elif not sound:
                    complete.discard(number_of(file))
                    notes.append(f"{file} is damaged; it is set aside, and its runs are run once more")
                    self._set_aside(number_of(file))
        return notes

    def _set_aside(self, number: int) -> None:
        for kind in (OUTCOMES, *TABLES):
            for file in self.folder.glob(f"{kind}-{number:06d}*.parquet"):
                file.replace(file.with_name(ASIDE + file.name))


def _promised(file: Path) -> list[str]:
    """Name the tables that were written beside outcomes; nothing for other parts, or where it cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        told = (pq.read_schema(file).metadata or {}).get(PROMISED, b"").decode()
    except (pa.ArrowException, OSError, ValueError):
        return []
    return [name for name in told.split(",") if name and Path(name).name == name]


def put(file: Path, data: bytes) -> None:
    """Write bytes; it stands here so that a full disk can be tried."""
    file.write_bytes(data)


def number_of(file: Path) -> int:
    """Number of a part."""
    return int(file.stem.split("-")[1])


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def _whole(file: Path, data: bytes) -> bool:
    """Tell whether a part has the bytes that its name promises; parts of earlier versions promise nothing."""
    parts = file.stem.split("-")
    return len(parts) < 3 or parts[2] == _digest(data)
