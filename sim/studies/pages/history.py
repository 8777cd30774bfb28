"""What is kept of a history: its tables, its picture, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sim.validation.history import FIRST, Played
from sim.validation.history_tables import after_closures, by_cause, by_year
from sim.views import style
from sim.views.history import History, picture, text

SPARSE = 7
"""Days between two points of a line."""


def shown(played: Played) -> History:
    """Gather what is shown of a history."""
    run = played.world.records
    days = range(0, run.written, SPARSE)
    began = FIRST.year + (FIRST.timetuple().tm_yday - 1) / 365.25
    open_now = run.column("marketplaces")
    rows = [(began + day / 365.25, float(open_now[day])) for day in days]
    buyers = len(played.world.state.buyers)
    size = f"{buyers:,} buyers" if played.scale != 1.0 else f"all {buyers:,} people"
    return History(
        by_year(played), by_cause(played), after_closures(played), pd.DataFrame(rows, columns=["year", "open"]), size
    )


def keep(played: Played, folder: Path) -> tuple[str, list[str]]:
    """Write tables and picture into a folder that is there; return the tables as text, and what could not be drawn."""
    history = shown(played)
    history.years.to_csv(folder / "years.csv", index=False)
    history.causes.to_csv(folder / "causes.csv", index=False)
    history.closures.to_csv(folder / "closures.csv", index=False)
    left_out = []
    try:
        style.save(picture(history), folder / "history")
    except OSError:
        raise  # the disk, not the picture
    except Exception as error:
        left_out.append(style.not_drawn("history", error))
    return text(history), left_out
