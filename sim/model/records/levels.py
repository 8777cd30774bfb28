"""Figures of state as the day ends, read for the records."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue import facilitators, makes, payments
from sim.model.columns import LEVELS
from sim.model.market import codes, counters, lawful
from sim.model.market.case_load import waiting
from sim.model.market.knowledge import trail
from sim.model.market.state import State
from sim.model.market.sums import sums
from sim.model.market.trends import usual_wishes
from sim.model.market.world import World

_STATED = {
    "active_buyers": "customers", "vendors_in_business": "n_active", "leader_share": "leader_share", "hhi": "hhi",
    "forum": "forum", "encrypting": "encrypting", "demand": "demand", "unserved": "unserved",
    "in_treatment": "in_treatment", "young_users": "young", "cost": "cost", "knowledge": "known",
    "parcels_moving": "moving",
}  # fmt: skip
"""Levels that the state of a world holds as they are, and where."""
_of_state = attrgetter(*_STATED.values())


def _counted(world: World) -> list[float]:
    """Return the harm of today's doses and its parts; what is sold lawfully is so in place of trade and beside it."""
    counts = world.work.counts
    online, street = float(counts[counters.HARM_ONLINE]), float(counts[counters.HARM_STREET])
    online, street = online / counters.MILLION, street / counters.MILLION
    instead = float(counts[counters.HARM_LAWFUL]) / counters.MILLION
    sold = instead + float(usual_wishes(world) * world.work.beside)
    return [online + street + sold, online, street, sold]


def _noted(world: World) -> list[float]:
    """Return what is looked up where it stands."""
    state, work = world.state, world.work
    alarm, upset = float(state.news[codes.ALARM]), float(state.news[codes.UPSET])
    found = float(len(work.slots)), work.escrow / 100.0, _escrow_lost(state), alarm, upset
    return [*found, float(len(state.batches)), float(waiting(state)), trail(world)]


def _escrow_lost(state: State) -> float:
    """Return the escrow lost in today's closures, EUR."""
    lost = 0.0
    for _, event, _, _, cause, amount in state.today():
        if event == "close" and cause != codes.CAUSES[codes.VOLUNTARY]:
            lost += amount
    return lost


def _supplied(world: World) -> list[float]:
    """Return the supply of each service: all of it, where nothing bears on its suppliers."""
    sectors = world.facilitators
    return [sector.supply for sector in sectors] if sectors.moved else [1.0] * len(sectors)


def _cashed(world: World) -> list[float]:
    """Return by which route vendors' coin is turned into money."""
    paying = world.work.paying
    return [0.0] * len(payments.ROWS) if paying is None else paying.cashed


def _added_up(world: World) -> list[float]:
    """Return the sums over marketplaces and parcels, and what of other people's is seen from them."""
    *makes_strict, impaired, seen, carried = sums(world)
    beside = lawful.opened(world), lawful.refused(world), lawful.sites_down(world, impaired), lawful.watched(world)
    return [*makes_strict, seen, carried, *beside]


_READ: tuple[tuple[Callable[[Any], Any], tuple[str, ...]], ...] = (
    (lambda world: _of_state(world.state), tuple(_STATED)),
    (_counted, ("harm", "harm_online", "harm_street", "harm_lawful")),
    (_noted, ("marketplaces", "escrow", "escrow_lost", "alarm", "upset", "batches", "cases_waiting", "trail")),
    (_supplied, tuple(row.name for row in facilitators.ROWS)),
    (_cashed, tuple(f"by_{row.name}" for row in payments.ROWS)),
    (_added_up, (*makes.OTHERS, "strict_admission", "seen_seized", "carried",
                 "lawful_opened", "lawful_refused", "lawful_sites_down", "accounts_watched")),
)  # fmt: skip
"""What reads the levels, several at once, and which these are: one look at a world costs less than seventy."""
_NAMES_READ = [name for _, names in _READ for name in names]
_ORDER = np.array([_NAMES_READ.index(column.name) for column in LEVELS])


def levels(world: World) -> NDArray[np.float64]:
    """Return the figures of state as the day ends, in the order of LEVELS."""
    found: list[float] = []
    for read, _ in _READ:
        found += read(world)
    return np.array(found, dtype=np.float64)[_ORDER]
