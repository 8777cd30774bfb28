"""Ways of re-organisation: how the ecosystem works around a barrier; each can be closed by a setting."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.catalogue.row import names


@dataclass(frozen=True)
class Way:
    """One way around. Whether it is open is a setting, ``ecosystem.ways.<name>``, in both twins."""

    name: str
    meaning: str


ROWS = (
    Way("migrate", "buyers and vendors of a closed marketplace move"),
    Way("open", "administrators open more where demand is unserved"),
    Way("carry_reputation", "vendors take their standing along"),
    Way("replace", "vendors enter when there is more to earn"),
    Way("deal_directly", "trusted pairs trade off-market"),
    Way("conceal", "concealment rises after seizures"),
    Way("reroute", "other channels of delivery, nearer vendors"),
    Way("pay_otherwise", "another exchange or coin"),
    Way("harden", "administrators tighten admission after seizures"),
    Way("remake", "administrators build, and vendors choose, what is harder to seize"),
    Way("rehost", "marketplaces find another provider"),
    Way("resupply", "vendors find other packaging"),
    Way("switch", "other carriers, messengers, platforms, designers and machines"),
    Way("lie_low", "vendors like one arrested hide better, stay at home, leave, retire"),
    Way("street", "demand falls back offline, and returns"),
)

WAYS = names(ROWS)
