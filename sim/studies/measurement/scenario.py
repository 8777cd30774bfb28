"""One replicate: the world without barriers, and its twin that branches off when the first barrier can act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

BASELINE, BARRIER = "baseline", "barrier"
TABLES = ("daily", "groups", "journal")


def first_day(settings: Settings) -> int:
    """Give the first day on which the arms can differ; a triggered barrier too does nothing before its start."""
    return min((i.start for i in settings.interventions.values()), default=settings.start)


def world(settings: Settings, replicate: int, **changes: Any) -> Any:
    """Build the world of a replicate without barriers; ``changes`` replace arguments of Ecosystem.

    With seeds of the user's own, each replicate is the first one of its seed.
    """
    from sim.model.ecosystem import Ecosystem

    seed, number = (settings.seeds[replicate], 0) if settings.seeds else (settings.seed, replicate)
    arguments = {
        "buyers": settings.buyers, "days": settings.days, "seed": seed, "replicate": number,
        "threads": settings.threads,
    }  # fmt: skip
    return Ecosystem(settings.ecosystem, **{**arguments, **changes})


def with_triggers(journal: pd.DataFrame, fired: Mapping[str, int]) -> pd.DataFrame:
    """Note in a journal on which day each trigger fired, the barrier as its cause: effects are counted from there."""
    import pandas as pd

    if not fired:
        return journal
    plain = {"event": "trigger", "marketplace": "", "vendor": -1, "amount": 0.0}
    rows = pd.DataFrame([{**plain, "day": day, "cause": name} for name, day in fired.items()])[list(journal.columns)]
    if not len(journal):
        return rows.sort_values("day", kind="stable", ignore_index=True)
    both = pd.concat([rows.astype(dict(journal.dtypes)), journal], ignore_index=True)  # before the acts of the day
    return both.sort_values("day", kind="stable", ignore_index=True)


def label(table: pd.DataFrame, replicate: int, arm: str) -> pd.DataFrame:
    """Put replicate and arm in front of a table's columns."""
    table = table.reset_index(drop=True)
    table.insert(0, "arm", arm)
    table.insert(0, "replicate", replicate)
    return table
