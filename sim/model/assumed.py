"""What a result rests on that is imposed: responses of the trade whose pace or size is a figure, not a consequence.

A parameter named here is an *assumed response*: how fast or how far somebody answers a barrier is set by it, so that a
recovery that rests on it repeats it. Everything else in the model follows from what agents do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sim.model.acts.act import STRUCK
from sim.model.engine.parameters import Parameter, parameters_of
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import (
    ADVERTISED,
    BUYER_CASE,
    DEMAND,
    DETECTION,
    FAKED,
    HEALTH,
    INSPECTION,
    INSPECTION_CAPACITY,
    INVESTIGATION,
    LATE,
    LOST,
    MONEY,
    PARTNERSHIP,
    POWERS,
    READING,
    SLANDERED,
    SUPPLY,
    TEAMS,
    UNREACHED,
    UPSTREAM,
    WEAKNESSES,
)

LABEL = "assumed response"

MARKETPLACES, VENDORS, BUYERS, FACILITATORS, CHANNELS, _ = STRUCK

ASSUMED: Mapping[str, tuple[str, ...]] = {
    "administrators.growth": (MARKETPLACES,),
    "administrators.slack": (MARKETPLACES,),
    "administrators.build_days": (MARKETPLACES,),
    "administrators.developers": (MARKETPLACES,),
    "administrators.opening_response": (MARKETPLACES,),
    "administrators.harden": (MARKETPLACES,),
    "administrators.hack_repair_days": (MARKETPLACES,),
    "administrators.hack_returns": (MARKETPLACES,),
    "administrators.moderator_days": (MARKETPLACES,),
    "authorities.operator_returns": (MARKETPLACES,),
    "buyers.news_days": (MARKETPLACES,),
    "buyers.trying_days": (MARKETPLACES,),
    "buyers.risk_learning": (CHANNELS,),
    "buyers.retry_days": (MARKETPLACES, FACILITATORS),
    "vendors.move_days": (MARKETPLACES,),
    "vendors.move_days_small": (MARKETPLACES,),
    "news.alarm_half_life": (MARKETPLACES, VENDORS),
    "news.scam_half_life": (MARKETPLACES,),
    "news.prepared_half_life": (MARKETPLACES,),
    "news.preparing": (MARKETPLACES,),
    "vendors.risk_decay": (MARKETPLACES, VENDORS),
    "vendors.peers_half_life": (VENDORS,),
    "vendors.lie_low_hide": (VENDORS,),
    "vendors.lie_low_home": (VENDORS,),
    "vendors.lie_low_leave": (VENDORS,),
    "vendors.entry_margin": (MARKETPLACES, VENDORS, FACILITATORS, CHANNELS),
    "partners.awareness_half_life": (VENDORS,),
    "partners.commitment_half_life": (VENDORS,),
    "partners.learning": (VENDORS,),
    "facilitators.search_days": (FACILITATORS,),
    "facilitators.search_alone": (FACILITATORS, MARKETPLACES),
    "facilitators.substitutes": (FACILITATORS,),
    "facilitators.cooperation": (FACILITATORS,),
    "facilitators.attribution": (FACILITATORS,),
    "facilitators.desk_setup_days": (MARKETPLACES,),
    "facilitators.desk_days": (MARKETPLACES,),
    "payments.switch_days": (FACILITATORS, VENDORS),
    "payments.wary": (VENDORS,),
    "payments.fee_response": (VENDORS,),
    "payments.upstream_days": (VENDORS,),
    "vendors.stealth_learning": (CHANNELS,),
    "vendors.stealth_response": (CHANNELS,),
    "vendors.reroute_days": (CHANNELS,),
    "vendors.reroute_price": (CHANNELS,),
    "vendors.reroute_response": (CHANNELS,),
    "health.turn_to_trade": (BUYERS,),
    "health.turn_to_other": (BUYERS,),
    "health.heed": (BUYERS,),
    "health.accepted": (BUYERS,),
    "health.treatment_rate": (BUYERS,),
    "health.treatment_stops": (BUYERS,),
    "buyers.fear_decay": (CHANNELS, BUYERS),
    "makes.feared": (MARKETPLACES,),
    "makes.safer": (MARKETPLACES,),
    "news.forum_days": (VENDORS, BUYERS),
}
"""Parameters that are assumed responses, and to what: whom a barrier bears on when its result rests on them."""

_BEARS_ON = {
    **dict.fromkeys((*SUPPLY, READING, ADVERTISED), FACILITATORS),
    **dict.fromkeys((*MONEY, UPSTREAM, *PARTNERSHIP), VENDORS), INSPECTION: CHANNELS,
    INSPECTION_CAPACITY: CHANNELS, DETECTION: CHANNELS, LOST: CHANNELS, LATE: CHANNELS,
    INVESTIGATION: VENDORS, TEAMS: VENDORS, POWERS: VENDORS,
    WEAKNESSES: MARKETPLACES, BUYER_CASE: BUYERS, DEMAND: BUYERS,
    **dict.fromkeys(HEALTH, BUYERS), UNREACHED: BUYERS, SLANDERED: VENDORS, FAKED: BUYERS,
}  # fmt: skip


def bears_on(barrier: Intervention) -> set[str]:
    """Return whom a barrier bears on (see sim.model.acts.act.STRUCK), by the levers it moves and the acts it orders."""
    first = Today(day=barrier.start, strength=1.0, first=True, elapsed=max(barrier.ramp, 0), wave=0)
    found = {_BEARS_ON[modifier.lever] for modifier in barrier.modifiers(first)}
    for act in barrier.acts(first):
        strikes = getattr(act, "targets", act).strikes
        found |= {strikes} if strikes else {VENDORS, BUYERS}  # what everybody hears
    return found


def assumed_responses(parameters: Any, barriers: Iterable[Intervention]) -> list[Parameter]:
    """Return the assumed responses on which a scenario's result rests, with their values, in the order of the tree.

    ``parameters``: of the ecosystem. A way of re-organisation that is closed takes nothing off the list.
    """
    struck = set().union(*(bears_on(barrier) for barrier in barriers))
    return [p for p in parameters_of(parameters) if struck & set(ASSUMED.get(p.name, ()))]
