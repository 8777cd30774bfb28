"""What barriers cost people who have nothing to do with the trade: parcels opened in vain, customers refused, accounts
watched, sites down. All of it is counted beside the trade and changes nothing in it."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.model.catalogue.facilitators import BUILDING, MEETING, PAYING, RUNNING, TALKING
from sim.model.engine.adding import total
from sim.model.engine.kernels import kernel
from sim.model.market import codes, counters
from sim.model.market.geography import CHANNELS
from sim.model.market.knowledge import detection
from sim.model.market.levers import DETECTION, INSPECTION, INSPECTION_CAPACITY, READING
from sim.model.market.trends import volume

_CHANNEL = next(block for block in counters.BLOCKS if block.kind == "channel")
_EXAMINED = (INSPECTION, INSPECTION_CAPACITY, DETECTION)
_SEIZED = [figure.name for figure in _CHANNEL.figures].index("seized")


def opened(world: Any) -> float:
    """Return the lawful parcels opened in vain today.

    For each drug parcel found so many are opened as the parameter says; more where a larger share of parcels is
    examined than usual, as the net is cast wider, and fewer where examiners recognise more of what they open.
    """
    par, counts = world.parameters.couriers, world.work.counts
    known, mail = detection(world), volume(world)
    if mail == 1.0 and known is world.levers[DETECTION] and not world.levers.moved(*_EXAMINED):
        return float(counts[counters.N_SEIZED]) * float(par.false_alarms)
    seized = counts[_CHANNEL.first : _CHANNEL.end].reshape(len(CHANNELS), -1)[:, _SEIZED]
    per_find = np.empty(len(CHANNELS))
    _open_for_each(
        world.levers[INSPECTION], world.levers[INSPECTION_CAPACITY], mail, known, world.state.week,
        (np.array(par.examined, dtype=float), par.widening, par.detection), per_find,
    )  # fmt: skip
    return float(par.false_alarms) * float(seized @ per_find)


@kernel
def _open_for_each(inspection, capacity, mail, known, week, par, out):  # type: ignore[no-untyped-def]
    """Write by channel how many lawful parcels are opened for each that is found, against the usual.

    ``inspection``, ``capacity``, ``known`` and ``week`` (parcels that touch a country): by (channel, country); ``par``:
    share examined usually (channel), by which power more is opened for a wider net, chance that a parcel is recognised.
    """
    usual, widening, detection = par
    countries = week.shape[1]
    opened, weights = np.empty(countries), np.empty(countries)
    for channel in range(week.shape[0]):
        for j in range(countries):
            share = min(inspection[channel, j], capacity[channel, j]) / mail
            wider = (share / usual[channel] if usual[channel] > 0.0 else 1.0) ** widening
            better = detection / max(known[channel, j], 1e-9) if detection > 0.0 else 1.0
            weights[j] = week[channel, j] + 1e-9
            opened[j] = weights[j] * wider * better
        out[channel] = total(opened, countries) / total(weights, countries)


def refused(world: Any) -> float:
    """Return the lawful customers whom suppliers turn away by mistake, as of today.

    A supplier who stops serving the trade has to tell its customers apart, and is as often wrong as the parameter says.
    """
    refusals = 0.0
    if not world.facilitators.moved:
        return refusals
    for sector in world.facilitators:
        if not sector.served:
            refusals += _customers(world, sector.leans) * sector.awareness * (1.0 - sector.ordinary)
    return refusals * float(world.parameters.facilitators.mistaken)


def _customers(world: Any, leans: str) -> float:
    """Count those of the trade who need a service."""
    if leans in (RUNNING, BUILDING):
        return float(len(world.work.slots))
    buyers = float(world.state.customers) if leans in (PAYING, MEETING) else 0.0
    return buyers + float(world.state.n_active)


def watched(world: Any) -> float:
    """Return the accounts that police read today: on marketplaces run covertly, and in networks for messages.

    With those of the trade, as nothing is known against most of them; and lawful users of messengers.
    """
    state, accounts = world.state, 0.0
    rows = list(state.covert)
    if rows:
        who = np.isin(state.buyers["market"], rows) & (state.buyers["state"] == codes.ACTIVE)
        accounts += float(np.count_nonzero(who)) + float(state.markets["sellers"][rows].sum())
    if world.levers.moved(READING):
        for index, sector in enumerate(world.facilitators):
            reading = float(world.levers[READING][index])
            beside = float(world.parameters.facilitators.bystanders) if sector.leans == TALKING else 0.0
            accounts += reading * sector.suppliers.largest * float(state.n_active) * (1.0 + beside)
    return accounts
