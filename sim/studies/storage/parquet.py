"""Tables of a part of the run store, made from what workers sent back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.studies.measurement.worker import Done

if TYPE_CHECKING:
    import pyarrow as pa


def outcome_table(waiting: Sequence[tuple[str, Done]]) -> pa.Table:
    """Lay runs, each with its id, out as one row per outcome."""
    import pyarrow as pa

    lengths = [len(done.outcomes) for _, done in waiting]
    runs = pa.array([run for run, _ in waiting]).dictionary_encode()
    rows = pa.array(np.repeat(np.arange(len(waiting), dtype=np.int32), lengths))
    return pa.table(
        {
            "run_id": runs.take(rows),
            "replicate": np.repeat(np.array([done.replicate for _, done in waiting], dtype=np.int32), lengths),
            "outcome": pa.array([name for _, done in waiting for name in done.outcomes]).dictionary_encode(),
            "value": np.concatenate([np.asarray(done.values, np.float64) for _, done in waiting]),
            "censored": np.concatenate([np.asarray(done.censored, np.bool_) for _, done in waiting]),
        }
    )


def kept_tables(waiting: Sequence[tuple[str, Done]]) -> dict[str, pa.Table]:
    """Put the tables that were kept, each with the key of its configuration or world, one below the other, by kind.

    A baseline that several tasks shared is there once.
    """
    import pandas as pd
    import pyarrow as pa

    once = {(key, done.replicate): (key, done) for key, done in reversed(waiting)}
    tables: dict[str, list[pd.DataFrame]] = {}
    for key, done in reversed(once.values()):
        for kind, table in done.tables.items():
            tables.setdefault(kind, []).append(table.assign(key=key))
    written = {}
    for kind, parts in tables.items():
        frame = pd.concat([part for part in parts if len(part)] or parts[:1])
        for name in ("key", "arm"):
            frame[name] = frame[name].astype("category")
        written[kind] = pa.Table.from_pandas(frame, preserve_index=False)
    return written
