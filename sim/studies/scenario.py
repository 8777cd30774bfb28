"""One replicate: the world without barriers, and its twin that branches off when the first barrier can act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.interventions.base import Intervention
from sim.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

BASELINE, BARRIER = "baseline", "barrier"
TABLES = ("daily", "groups", "journal")


def first_day(settings: Settings) -> int:
    """Give the first day on which the arms can differ; a triggered barrier too does nothing before its start."""
    return min((i.start for i in settings.interventions.values()), default=settings.start)


def ramp(interventions: Mapping[str, Intervention]) -> int:
    """Give the days from the start until every barrier that starts first has its full strength."""
    first = min((i.start for i in interventions.values()), default=0)
    return max((i.ramp for i in interventions.values() if i.start == first), default=0)


def world(settings: Settings, replicate: int, **changes: Any) -> Any:
    """Build the world of a replicate without barriers; ``changes`` replace arguments of Ecosystem."""
    from sim.ecosystem import Ecosystem

    arguments = {
        "buyers": settings.buyers, "days": settings.days, "seed": settings.seed,
        "replicate": replicate, "threads": settings.threads,
    }  # fmt: skip
    return Ecosystem(settings.ecosystem, **{**arguments, **changes})


def run_replicate(settings: Settings, replicate: int) -> dict[str, pd.DataFrame]:
    """Run both arms of a replicate to the horizon and give their tables.

    A pure function of its arguments. Without barriers there is the baseline arm only. Tables: ``daily``, ``groups``
    and ``journal``, with leading columns ``replicate`` and ``arm``.
    """
    baseline = world(settings, replicate)
    arms = {BASELINE: baseline}
    if settings.interventions:
        # Until then both arms are one world, so it is run once.
        for _ in range(min(first_day(settings), settings.days)):
            baseline.step()
        arms[BARRIER] = baseline.branch(settings.interventions)
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
    for arm, ecosystem in arms.items():
        ecosystem.run()
        for name in TABLES:
            parts[name].append(labelled(getattr(ecosystem.records, name)(), replicate, arm))
        ecosystem.close()  # or Mesa would keep it, and a worker would grow with every replicate
    return {name: joined(tables) for name, tables in parts.items()}


def joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Put tables of the same columns one below the other."""
    import pandas as pd

    filled = [t for t in tables if len(t)] or tables[:1]
    return pd.concat(filled, ignore_index=True)


def labelled(table: pd.DataFrame, replicate: int, arm: str) -> pd.DataFrame:
    """Put replicate and arm in front of a table's columns."""
    table = table.reset_index(drop=True)
    table.insert(0, "arm", arm)
    table.insert(0, "replicate", replicate)
    return table
