"""Each way of re-organisation does something: a stated situation in which closing it makes a difference.

A way is closed in both twins, so that only the recovery differs. Most carry recovery; ``harden`` and ``street``
work against that of online trade.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.model.catalogue.ways import WAYS
from sim.model.ecosystem import Ecosystem
from sim.model.interventions.base import Intervention
from sim.model.interventions.licensing import Licensing
from sim.model.interventions.postal_inspection import PostalInspection
from sim.model.interventions.takedown import Takedown
from sim.model.interventions.vendor_targeting import VendorTargeting
from sim.model.market import codes
from sim.model.market.geography import FACILITATORS
from sim.model.market.parameters import WayParameters
from tests.model.market.worlds import CALM, Pair, changed, pairs, ratio
from tests.thorough import some_always

START = 40
Measure = Callable[[list[Pair]], float]


def of(name: str, first: int, last: int) -> Measure:
    """A figure under the barrier as a multiple of that without."""
    return lambda found: ratio(found, name, first, last)


def trade(first: int, last: int) -> Measure:
    """All trade, on marketplaces and off them."""

    def measure(found: list[Pair]) -> float:
        sums = [p.sums(name, first, last) for p in found for name in ("orders", "direct_orders")]
        return sum(s for s, _ in sums) / sum(t for _, t in sums)

    return measure


def events(name: str) -> Measure:
    def measure(found: list[Pair]) -> float:
        return float(sum((p.struck.records.journal()["event"] == name).sum() for p in found))

    return measure


def sums_of(name: str) -> Measure:
    return lambda found: sum(p.sums(name, 0, 60)[0] for p in found)


def sales_of_displaced(found: list[Pair]) -> float:
    """What vendors sold who lost their only marketplace, as a multiple of what they sell without the barrier."""
    sold = twin = 0
    for p in found:
        accounts = p.struck.state.accounts[: p.struck.state.n_accounts]
        before = accounts["opened"] < START
        lost = before & (accounts["closed"] == START)
        rows = np.setdiff1d(accounts["vendor"][lost], accounts["vendor"][before & ~lost])
        sold += int((p.struck.state.vendors["sold"][rows] - p.vendors["sold"][rows]).sum())
        twin += int((p.twin.state.vendors["sold"][rows] - p.vendors["sold"][rows]).sum())
    return sold / twin


@dataclasses.dataclass(frozen=True)
class Situation:
    """``differs``: a measure, and how the open way compares with the closed: at least so many times as much
    (above 1) or at most (below 1)."""

    situation: str
    barrier: Intervention
    differs: tuple[tuple[str, Measure, float], ...]
    days: int = START + 150
    replicates: int = 8
    world: dict[str, Any] = dataclasses.field(default_factory=dict)


def licence(facilitator: str, lost: float = 0.7) -> Licensing:
    return Licensing(start=START, facilitator=facilitator, coverage=1.0, enforcement=lost, ramp=10)


SITUATIONS = {
    "remake": Situation(
        "All marketplaces are seized where some know how to build what is hard to seize: more of that is built.",
        Takedown(start=START, targets="share", share=1.0),
        (("share of decentralised ones", of("decentralised", 60, 150), 1.1),),
        world={
            "administrators__openings": 30.0,
            "makes__share": {"central": 0.8, "decentralised": 0.2, "national": 0.0},
        },
    ),
    "migrate": Situation(
        "The largest of twelve marketplaces is seized.",
        Takedown(start=START),
        (("orders", of("orders", 0, 30), 1.2), ("orders later", of("orders", 90, 150), 1.1)),
        replicates=4,
    ),
    "open": Situation(
        "All marketplaces are seized: trade returns on new ones only.",
        Takedown(start=START, targets="share", share=1.0),
        (("openings", events("open"), 1.5), ("orders", of("orders", 90, 150), 1.1)),
        world={"administrators__openings": 30.0},
    ),
    "carry_reputation": Situation(
        "Marketplaces with four fifths of trade are seized; buyers look at ratings, which are slowly earned.",
        Takedown(start=START, targets="share", share=0.8),
        (("moves under the old name", events("move"), 10.0), ("sales of the displaced", sales_of_displaced, 1.05)),
        days=START + 120,
        world={
            "institutions__reputation_prior": 40.0,
            "buyers__reputation_weight": 4.0,
            "vendors__second_account": 0.0,
        },
    ),
    "replace": Situation(
        "Every vendor of marketplaces with nine tenths of trade becomes a lead, and most are arrested.",
        Takedown(start=START, targets="share", share=0.9, leads=1.0, lead_delay=5.0, publicity=0.0),
        (
            ("entrants", of("entrants", 0, 90), 1.2),
            ("vendors", of("active_vendors", 30, 90), 1.2),
            ("wishes without an offer", of("no_offer", 30, 90), 0.95),
        ),
        world={
            "vendors__opsec": 0.1,
            "vendors__orders_usual": 0.5,
            "vendors__capacity": 0.5,
            "vendors__risk_peers": 0.0,  # that arrests are felt by those left is another matter
            "vendors__kind_replaces": [0.0, 0.0, 0.0],
            "vendors__onboarding": 0.1,
            "vendors__onboarding_least": 0.01,
        },
    ),
    "deal_directly": Situation(
        "All marketplaces are seized: trusted pairs go on without one.",
        Takedown(start=START, targets="share", share=1.0),
        (("trade on and off marketplaces", trade(0, 30), 1.2),),
        days=START + 30,
        world={"buyers__direct_contact": 0.2, "buyers__direct_use": 0.15, "buyers__direct_fallback": 0.6},
    ),
    "conceal": Situation(
        "Half of all post is examined, and no parcel leaves it.",  # else who conceals less leaves it instead
        PostalInspection(start=START, share=0.5, capacity=3.0, domestic_powers=0.3),
        (
            ("concealment", of("stealth", 60, 150), 1.2),
            ("parcels seized", of("parcels_seized", 60, 150), 0.9),
            ("orders", of("orders", 60, 150), 1.02),
        ),
        world={"ways__reroute": False},
    ),
    "reroute": Situation(
        "Four fifths of all post is examined, private carriers are not.",
        PostalInspection(start=START, share=0.8, capacity=3.0, domestic_powers=0.3),
        (("parcels seized", of("parcels_seized", 60, 150), 0.9),),  # a seizure weighs as 100 EUR of postage
    ),
    "pay_otherwise": Situation(
        "Seven tenths of exchanges stop serving the trade.",
        licence("exchange"),
        (("orders", of("orders", 60, 150), 1.3), ("turned away", of("turned_away", 60, 150), 0.7)),
        replicates=4,
    ),
    "harden": Situation(
        "A marketplace is seized every month, loudly: admission by invitation keeps new vendors out.",
        Takedown(start=START, targets="random", count=2, duration=1, repeat=30, publicity=1.0),
        (("entrants", of("entrants", 0, 110), 0.9), ("vendors", of("active_vendors", 60, 110), 0.97)),
        days=START + 110,
    ),
    "rehost": Situation(
        "Nine tenths of hosting is lost.",
        licence("hosting", 0.9),
        (("orders", of("orders", 60, 140), 1.2), ("turned away", of("turned_away", 60, 140), 0.5)),
        days=START + 140,
    ),
    "resupply": Situation(
        "Seven tenths of packaging is lost.",
        licence("packaging"),
        (("concealment", of("stealth", 60, 150), 1.2), ("parcels seized", of("parcels_seized", 60, 150), 0.97)),
    ),
    "lie_low": Situation(
        "A fifth of vendors, the largest, are arrested, and it is told: others stay at home, leave and retire.",
        VendorTargeting(start=START, count=20, success=1.0),
        (("vendors", of("active_vendors", 5, 60), 0.95), ("at home", sums_of("homebound"), 10.0)),
        days=START + 60,
        replicates=4,
        world={"authorities__vendors": 0.0},
    ),
    "switch": Situation(
        "Nine tenths of social media no longer let drugs be offered.",
        licence("social_media", 0.9),
        (("bought over social media", of("social_orders", 60, 150), 1.2),),
        world={"facilitators__concentration": [0.0] * len(FACILITATORS)},
    ),
    "street": Situation(
        "The four largest marketplaces are seized: who buys offline comes back online less.",
        Takedown(start=START, count=4),
        (("wishes led online", of("online_wishes", 60, 150), 0.97), ("orders", of("orders", 60, 150), 0.98)),
        world={"buyers__habit_loss": 0.6, "buyers__patience": 0.5},  # who waits does not go to the street
    ),
}


def test_every_way_has_a_situation() -> None:
    fields = [f.name for f in dataclasses.fields(WayParameters)]
    assert set(SITUATIONS) == set(fields) == set(WAYS)


@pytest.mark.slow
@pytest.mark.parametrize("way", some_always(SITUATIONS, ("migrate", "pay_otherwise", "lie_low")))
def test_closing_a_way_makes_a_difference(way: str) -> None:
    s = SITUATIONS[way]
    opened, closed = (
        pairs([s.barrier], days=s.days, replicates=s.replicates, **s.world, **{f"ways__{way}": on})
        for on in (True, False)
    )
    for what, measure, factor in s.differs:
        with_it, without = measure(opened), measure(closed)
        if factor > 1.0:
            assert with_it >= factor * without and with_it > 0.0, f"{what}: {with_it:.3f} against {without:.3f}"
        else:
            assert with_it <= factor * without, f"{what}: {with_it:.3f} against {without:.3f}"


@pytest.mark.parametrize("way", [True, False])
def test_buyers_turn_to_nearer_vendors_only_while_they_may_reroute(way: bool) -> None:
    """All else alike, what is told of the post from abroad moves nobody to another vendor."""
    busy = {**CALM, "buyers__order_rate": 0.2, "vendors__per_buyer": 0.2, "buyers__risk_weight": 10.0,
            "ways__conceal": False}  # fmt: skip
    stem = Ecosystem(changed(**busy, ways__reroute=way), buyers=4_000, days=11).run(10)
    told = stem.branch([])
    told.state.seen[codes.POST_ABROAD] = 0.95
    orders = []
    for world in (stem, told):
        world.step()
        orders.append(world.orders_today())
        world.close()
    both = np.intersect1d(*(o["buyer"] for o in orders))  # some stay offline, who hear of what comes to their country
    assert len(both) > 100
    alike = [o[np.isin(o["buyer"], both)] for o in orders]
    abroad = [int((o["origin"] != o["home"]).sum()) for o in alike]
    same = [(alike[0][name] == alike[1][name]).all() for name in ("buyer", "vendor", "channel")]
    assert abroad[1] < 0.9 * abroad[0] if way else all(same), abroad


def test_closed_ways_are_not_used() -> None:
    """What a way is made of does not happen at all while it is closed."""
    barrier = Takedown(start=START, count=3, publicity=1.0)
    unused = {"deal_directly": "direct_orders", "street": "street_orders", "harden": "strict_admission"}
    for way, column in unused.items():
        for pair in pairs([barrier], days=START + 40, replicates=1, **{f"ways__{way}": False}):
            assert pair.struck.records.column(column).sum() == 0.0, way
    for way, names in {"migrate": ("move", "rename"), "carry_reputation": ("move",), "harden": ("harden",)}.items():
        for pair in pairs([barrier], days=START + 40, replicates=1, **{f"ways__{way}": False}):
            assert not pair.struck.records.journal()["event"].isin(names).any(), way
    for way, facilitator in {"rehost": "hosting", "pay_otherwise": "exchange", "resupply": "packaging"}.items():
        every = {"facilitators__awareness": [1.0] * len(FACILITATORS),
                 "facilitators__concentration": [0.0] * len(FACILITATORS)}  # fmt: skip
        for pair in pairs([licence(facilitator)], days=START + 40, replicates=1, **every, **{f"ways__{way}": False}):
            supply = pair.struck.records.column(facilitator)[START + 10 :]
            assert set(supply) == {supply[0]} and supply[0] == pytest.approx(0.3, abs=0.005)
    closed = pairs([PostalInspection(start=START, share=0.8)], days=START + 40, replicates=1,
                   ways__reroute=False, ways__conceal=False)[0].struck  # fmt: skip
    start = closed.parameters.vendors
    for route in closed.state.route:  # of each country
        assert route[:, 0].tolist() == pytest.approx([start.private_parcel] * 3)
        assert route[:, 1].tolist() == pytest.approx([start.local_drop, 0.0, 0.0])
    vendors = closed.vendors.table()
    assert (vendors["stealth"] == vendors["stealth_start"]).all()
