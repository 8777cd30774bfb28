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


def daily_table(daily: Sequence[tuple[str, Done]]) -> pa.Table:
    """Put daily tables, each with the key of its configuration or world, one below the other."""
    import pandas as pd
    import pyarrow as pa

    frame = pd.concat([done.daily.assign(key=key) for key, done in daily if done.daily is not None])
    for name in ("key", "arm"):
        frame[name] = frame[name].astype("category")
    return pa.Table.from_pandas(frame, preserve_index=False)
