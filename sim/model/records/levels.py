"""Figures of state as the day ends: some are told by those whom they concern, others worked out as they are written."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue import facilitators, makes, payments
from sim.model.columns import LEVELS
from sim.model.engine.kernels import helper
from sim.model.market import codes, counters, lawful
from sim.model.market.case_load import waiting
from sim.model.market.knowledge import pace, trailing
from sim.model.market.state import State
from sim.model.market.sums import add_up_markets, carried, hearsay_of_seizures
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
_TOLD = ("escrow", "escrow_lost", "batches", "cases_waiting", "lawful_opened", "lawful_refused", "accounts_watched")
"""Levels that are told by those whom they concern, behind those."""
_LASTING = (*(row.name for row in facilitators.ROWS), *(f"by_{row.name}" for row in payments.ROWS))
"""Levels that stay as they are on most days."""
_PLACES = {column.name: place for place, column in enumerate(LEVELS)}


def _at(*names: str) -> NDArray[np.int64]:
    """Return where levels stand in a row of them."""
    return np.array([_PLACES[name] for name in names])


_DAILY_AT, _LASTING_AT, _MAKES_AT = _at(*_STATED, *_TOLD), _at(*_LASTING), _at(*makes.OTHERS)
(_HARM, _HARM_ONLINE, _HARM_STREET, _HARM_LAWFUL, _MARKETPLACES, _ALARM, _UPSET, _KNOWLEDGE, _TRAIL, _STRICT, _SEEN,
 _CARRIED, _SITES_DOWN) = _at(
    "harm", "harm_online", "harm_street", "harm_lawful", "marketplaces", "alarm", "upset", "knowledge", "trail",
    "strict_admission", "seen_seized", "carried", "lawful_sites_down",
).tolist()  # fmt: skip


class Reading:
    """What is read of a world as the day ends, and what of it was read before and stays."""

    def __init__(self) -> None:
        self._lasting = np.zeros(len(_LASTING))
        self._of: tuple[bool, Any] | None = None  # whether suppliers moved, and how vendors were paid, when it was read

    def take(self, world: World) -> tuple[tuple[float, ...], NDArray[np.float64], tuple[float, float, float]]:
        """Return levels that are told (those of every day, those that last), and what the others rest on.

        These are the harm of what is sold lawfully beside the trade, how much authorities learn in a day, and the
        lawful sites beside each marketplace.
        """
        state, work = world.state, world.work
        happened = state.journal and state.journal[-1][0] == state.day
        daily = (
            *_of_state(state), work.escrow / 100.0, _escrow_lost(state) if happened else 0.0, len(state.batches),
            waiting(state) if state.cases else 0,
            lawful.opened(world), lawful.refused(world), lawful.watched(world),
        )  # fmt: skip
        moved = bool(world.facilitators.moved)
        if moved or self._of is None or self._of[0] or self._of[1] is not work.paying:
            self._of = moved, work.paying
            supplied = [sector.supply if moved else 1.0 for sector in world.facilitators]
            cashed = [0.0] * len(payments.ROWS) if work.paying is None else work.paying.cashed
            self._lasting[:] = [*supplied, *cashed]
        beside = float(usual_wishes(world) * work.beside) if work.beside else 0.0
        neighbours = float(world.parameters.facilitators.neighbours)
        return tuple(map(float, daily)), self._lasting, (beside, pace(world), neighbours)


def _escrow_lost(state: State) -> float:
    """Return the escrow lost in today's closures, EUR."""
    lost = 0.0
    for _, event, _, _, cause, amount in state.today():
        if event == "close" and cause != codes.CAUSES[codes.VOLUNTARY]:
            lost += amount
    return lost


@helper
def write_levels(told, world, counts, out):  # type: ignore[no-untyped-def]
    """Write the levels of a day into ``out``, one row; return whether there are orders that nobody carries.

    Then what is carried remains to be written by :func:`write_carried`. ``told``: see :meth:`Reading.take`;
    ``world``: news, told share of parcels seized (channel, country), parcels by where they go (country, crossing),
    today's figures, marketplaces, and the rows of those that are open.
    """
    daily, lasting, (beside, learnt, neighbours) = told
    news, seen, arriving, today, markets, slots = world
    for i in range(_DAILY_AT.shape[0]):
        out[_DAILY_AT[i]] = daily[i]
    for i in range(_LASTING_AT.shape[0]):
        out[_LASTING_AT[i]] = lasting[i]
    online, street = counts[counters.HARM_ONLINE] / counters.MILLION, counts[counters.HARM_STREET] / counters.MILLION
    sold = counts[counters.HARM_LAWFUL] / counters.MILLION + beside
    out[_HARM_ONLINE], out[_HARM_STREET], out[_HARM_LAWFUL] = online, street, sold
    out[_HARM] = online + street + sold
    out[_MARKETPLACES] = slots.shape[0]
    out[_ALARM], out[_UPSET] = news[codes.ALARM], news[codes.UPSET]
    out[_TRAIL] = trailing(out[_KNOWLEDGE], learnt)
    out[_STRICT], impaired = add_up_markets(today[0].day, markets, slots, _MAKES_AT, out)
    out[_SITES_DOWN] = impaired * neighbours
    out[_SEEN] = hearsay_of_seizures(seen, arriving)
    out[_CARRIED] = 1.0
    halted = False
    for c in range(arriving.shape[0]):
        halted |= today[0].halts[c] != 0.0
    return halted


def write_carried(world: World, out: NDArray[np.float64]) -> None:
    """Write the share of orders that somebody carries into a row of levels."""
    out[_CARRIED] = carried(world.state.arriving, world.work.held["halts"][0])
