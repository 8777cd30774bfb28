"""The barrier model as a table: four stages by facilitators, opportunities, signals, partners and barriers.

Each entry stands where its own tags put it; what a scenario touches follows from its barriers: the facilitators they
are aimed at, the levers they move, the partners they name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from sim.effects.arms import BARRIER, BASELINE
from sim.model.catalogue.barrier_model import CATEGORY_OF, INFRASTRUCTURE, OPPORTUNITIES, STAGE_SIGNALS, STAGES
from sim.model.catalogue.channels import ROWS as CHANNELS
from sim.model.catalogue.facilitators import ROWS as FACILITATORS
from sim.model.interventions.base import SHOCK, Intervention, Today
from sim.model.interventions.registry import catalogue

LAST = 28
"""Days at the end of a run over which supply is the mean."""
LATE = 10_000
"""Days after its start on which a barrier does whatever it does late."""
COLUMNS = ("stage", "block", "name", "category", "meaning", "touched_by", "supply", "supply_without")


class Entry(NamedTuple):
    """One entry of the matrix; ``touched_by``: barriers of the scenario that bear on it."""

    stage: str
    block: str
    name: str
    category: str
    meaning: str
    touched_by: tuple[str, ...]


class Touch(NamedTuple):
    """What one barrier bears on."""

    stage: str
    facilitators: tuple[str, ...]
    levers: frozenset[str]
    partners: tuple[str, ...]


def touch(barrier: Intervention) -> Touch:
    """Tell what a barrier bears on, from what it does to levers and what it is aimed at."""
    chosen = getattr(barrier, "facilitator", None)
    aimed = (str(chosen),) if chosen else type(barrier).facilitators
    levers: set[str] = set()
    for elapsed in (0, LATE):
        today = Today(barrier.start + elapsed, barrier.intensity, elapsed == 0, elapsed, 0)
        levers |= {modifier.lever.name for modifier in barrier.modifiers(today)}
    return Touch(barrier.at_stage(), aimed, frozenset(levers), type(barrier).partners)


def entries(barriers: Mapping[str, Intervention]) -> Iterator[Entry]:
    """Yield the whole matrix, stage by stage and block by block; ``barriers``: those of the scenario, by name."""
    touches = {name: touch(barrier) for name, barrier in barriers.items() if barrier.intensity > 0.0}
    known = catalogue()

    def by(test: Any) -> tuple[str, ...]:
        return tuple(name for name, found in touches.items() if test(found))

    for stage in STAGES:
        for row in FACILITATORS:
            if row.stage == stage:
                hit = by(lambda t, row=row: row.name in t.facilitators)
                yield Entry(stage, "facilitators", row.name, CATEGORY_OF[row.leans], row.meaning, hit)
        for opening in OPPORTUNITIES:
            if opening.stage == stage:
                hit = by(lambda t, own=set(opening.levers): own & t.levers)
                yield Entry(stage, "opportunities", opening.name, opening.category, opening.meaning, hit)
        if stage == STAGES[-1]:
            for channel in CHANNELS:
                hit = by(lambda t, row=channel: row.carrier in t.facilitators)
                yield Entry(stage, "opportunities", channel.name, INFRASTRUCTURE, channel.meaning, hit)
        for signal in STAGE_SIGNALS:
            if signal.stage == stage:
                hit = by(lambda t, own=set(signal.levers): own & t.levers)
                yield Entry(stage, "signals", signal.name, signal.kind, signal.meaning, hit)
        here = {name: kind for name, kind in known.items() if stage in kind.stages() and kind.kind != SHOCK}
        for partner in dict.fromkeys(partner for kind in here.values() for partner in kind.partners):
            hit = by(lambda t, who=partner, at=stage: who in t.partners and t.stage == at)
            acts = ", ".join(name.replace("_", " ") for name, kind in here.items() if partner in kind.partners)
            yield Entry(stage, "partners", partner, "", acts, hit)
        for name, kind in here.items():
            # a barrier of one's own may go by a name of its own as well
            hit = tuple(n for n, t in touches.items() if type(barriers[n]) is kind and t.stage == stage)
            yield Entry(stage, "barriers", name, kind.kind, kind.summary, hit)


def barrier_model(barriers: Mapping[str, Intervention], daily: pd.DataFrame | None = None) -> pd.DataFrame:
    """Lay the matrix out as one row per entry.

    ``daily``: of both arms, for the state of supply at the end of the run, with the barriers and without (share; empty
    where it is not known). Barriers that are names only, of scenarios that differ, may come from
    :func:`of_scenarios`.
    """
    return _table(entries(barriers), _supply(daily))


def of_scenarios(scenarios: Iterable[Mapping[str, Intervention]], names: Iterable[str]) -> pd.DataFrame:
    """Lay out the matrix of several scenarios: what any of them touches, told by the names of the scenarios."""
    merged: list[Entry] = []
    for name, barriers in zip(names, scenarios, strict=True):
        own = [entry._replace(touched_by=(name,) if entry.touched_by else ()) for entry in entries(barriers)]
        both = zip(merged, own, strict=True)
        merged = [a._replace(touched_by=a.touched_by + b.touched_by) for a, b in both] if merged else own
    return _table(merged, {})


def _table(rows: Iterable[Entry], supply: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
    nothing = (float("nan"), float("nan"))
    laid = [
        (
            *row[:5],
            "; ".join(row.touched_by),
            *(supply.get(row.name, nothing) if row.block == "facilitators" else nothing),
        )
        for row in rows
    ]
    return pd.DataFrame(laid, columns=list(COLUMNS))


def _supply(daily: pd.DataFrame | None) -> dict[str, tuple[float, float]]:
    """Mean supply of each facilitator over the last days, with the barriers and without."""
    if daily is None or not len(daily):
        return {}
    known = [row.name for row in FACILITATORS if row.name in daily]
    last = daily[daily["day"] > daily["day"].max() - LAST].groupby("arm")[known].mean()
    if not {BARRIER, BASELINE} <= set(last.index):
        return {}
    return {name: (float(last.loc[BARRIER, name]), float(last.loc[BASELINE, name])) for name in known}
