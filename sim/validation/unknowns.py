"""What is not known: the gaps that the sources name, and the parameters that stand in the model where knowledge should.

Each parameter is judgement, or hangs on evidence that does not speak of this trade. Which gap is worth closing is told
by a Sobol study over these parameters: the share of the variance that they explain alone is what knowing them would
take away.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

BOUNDS = ("low", "high")


@dataclass(frozen=True)
class Gap:
    """Something that is not known. ``parameters``: those that stand for it; ``telling``: what would tell."""

    name: str
    meaning: str
    parameters: tuple[str, ...]
    telling: str
    source: str = ""


GAPS = (
    Gap(
        "sources of drugs", "where vendors get what they sell, and how long stock takes to come",
        ("vendors.restock_days", "vendors.kind_cost", "vendors.capital_days"), "seized stock and purchase records of arrested vendors", "S103",
    ),
    Gap(
        "links to the street", "how easily buyers turn to the street, and what they get there",
        ("street.available", "street.price", "buyers.direct_contact"), "surveys that follow buyers through a closure", "S103, B126",
    ),
    Gap(
        "flows of money", "how coin becomes money, and what happens when a way is closed",
        ("facilitators.substitutes", "facilitators.search_days", "payments.switch_days"),
        "tracing of what vendors cash out before and after the loss of a service", "S103, B85-B91",
    ),
    Gap(
        "organised crime", "how many vendors are more than one person, and whether another takes the place of one arrested",
        ("vendors.kind", "vendors.kind_replaces", "vendors.kind_opsec"), "case files: who else was behind an account", "S103, S15",
    ),
    Gap(
        "deterrence", "how much fear an arrest or a case brings to others, and how fast it fades",
        ("vendors.risk_peers", "vendors.peers_half_life", "buyers.fear_weight", "news.alarm_half_life"), "trade of those alike before and after arrests that are told", "B129-B136",
    ),
    Gap(
        "what suppliers know", "which suppliers know whom they serve, and act when asked",
        ("facilitators.knowing", "facilitators.cooperation", "facilitators.awareness"),
        "test purchases and calls to a random half of a sector", "S16, S48, S137",
    ),
    Gap(
        "marketplaces of another make", "how many would build and use what cannot be seized, and what is lost without anybody who judges",
        ("makes.share", "makes.ease", "makes.unjudged", "makes.feared"),
        "trade and disputes of such marketplaces before and after a seizure of others", "S30, S152",
    ),
    Gap(
        "lawful costs", "how often a wider net opens, or a careful supplier refuses, what is lawful",
        ("couriers.widening", "facilitators.mistaken", "facilitators.bystanders"),
        "records of what was opened and held nothing, and of complaints", "B3, B4, B26",
    ),
)  # fmt: skip
"""The first four are those that the recommendations name (S103)."""


def gaps_of(sensitivity: pd.DataFrame, index: str = "first") -> pd.DataFrame:
    """Tell the value of information of each gap from a table of Sobol indices (parameter, index, estimate, low, high).

    The parts of a gap's parameters are added up as they are, those below none as well: what chance adds to one it takes
    from another. Their intervals are taken for independent. ``parameters`` names those that varied. Return gap,
    parameters, share with its interval, and whether it is told from none, most valuable first; the rest of the
    variance, which no gap explains alone, stands last.
    """
    rows = sensitivity[sensitivity["index"] == index]
    found = []
    for gap in GAPS:
        own = rows[[_stands_for(str(name), gap) for name in rows["parameter"]]]
        if len(own):
            share = float(own["estimate"].sum())
            below, above = (float(((own[bound] - own["estimate"]) ** 2).sum(min_count=1) ** 0.5) for bound in BOUNDS)
            note = "" if share - below > 0.0 else "not told from none"
            found.append((gap.name, ", ".join(own["parameter"]), share, share - below, share + above, note))
    table = pd.DataFrame(found, columns=["gap", "parameters", "share", *BOUNDS, "note"])
    table = table.sort_values("share", ascending=False, kind="stable", ignore_index=True)
    if len(table):
        rest = min(max(1.0 - float(table["share"].sum()), 0.0), 1.0)
        table.loc[len(table)] = ["all else, and what they do together", "", rest, math.nan, math.nan, ""]
    return table


def _stands_for(name: str, gap: Gap) -> bool:
    plain = name.removeprefix("ecosystem.")
    return any(plain == known or plain.startswith((f"{known}.", f"{known}[")) for known in gap.parameters)


def register() -> Iterator[tuple[str, ...]]:
    """Yield the register: gap, what it means, its parameters, what would tell, source."""
    for gap in GAPS:
        yield gap.name, gap.meaning, ", ".join(gap.parameters), gap.telling, gap.source
