"""The observed series of a run, kept in its folder beside what the model gave, so that pictures need nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.settings import Settings
from sim.studies.storage.atomic import atomic
from sim.studies.storage.cells import as_csv
from sim.studies.storage.records import read_csv

if TYPE_CHECKING:
    import pandas as pd

NAME = "observed"


def keep_observed(folder: Path, settings: Settings) -> None:
    """Write the series of the data of a run: date, day of the run, marketplace, orders, revenue, and days it is of."""
    from sim.observations.calendar import day_of
    from sim.settings.observed import data

    if settings.data is None or settings.day_zero is None:
        return
    found = data(settings.data)
    table = found.frame("series")
    if not len(table):
        return
    table.insert(1, "day", [day_of(date, settings.day_zero) for date in table["date"]])
    table["per_days"] = found.tables["series"].per
    with atomic(folder / f"{NAME}.csv") as draft:
        draft.write_bytes(as_csv(table.drop(columns="row")))


def read_observed(folder: Path | None) -> pd.DataFrame | None:
    """Read back what was kept; None where there is nothing, or it is damaged."""
    return None if folder is None else read_csv(folder / f"{NAME}.csv", [])
