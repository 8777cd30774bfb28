"""The institutions of trade: escrow, reputation, news, the offline market; and the ways of re-organisation."""

from __future__ import annotations

from dataclasses import dataclass, make_dataclass
from typing import Any, ClassVar

from sim.model.catalogue import payments, products, ways
from sim.model.catalogue.row import listed, mapped
from sim.model.engine.parameters import parameter
from sim.model.engine.rules import Rule, Shares


@dataclass(frozen=True)
class InstitutionParameters:
    """Escrow, finalisation, disputes, feedback."""

    prompt: float = parameter(0.85, "chance that a buyer finalises on arrival", unit="probability", low=0, high=1)
    auto_finalise: int = parameter(14, "days after the order at which escrow is released anyway", unit="days", low=1, high=40)
    grace: int = parameter(5, "days beyond the slowest delivery before a buyer complains", unit="days", low=0, high=20)
    feedback: float = parameter(0.75, "chance that a buyer leaves feedback on a completed order", unit="probability", low=0, high=1)
    feedback_missing: float = parameter(0.25, "chance that a missing parcel is held against the vendor in public", unit="probability", low=0, high=1)
    refund_split: float = parameter(0.5, "share returned when an honest vendor does not send again", unit="share", low=0, high=1, source="B32: half refunded", status="derived")
    bad_weight: float = parameter(3.0, "good ratings that one bad rating outweighs", unit="ratings", low=0, high=100, source="D47 (sign)")
    reputation_prior: float = parameter(4.0, "good ratings a newcomer must earn before being taken at face value", unit="ratings", low=0, high=1000)
    price_prior: float = parameter(4.0, "good ratings that bring half of what a full rating adds to the price", unit="ratings", low=0.01, high=1000, source="B66: prices recover in about three months", status="derived")
    price_tenure: float = parameter(0.25, "good ratings for which a day of an account stands when it comes to the price", unit="ratings/day", low=0, high=100, source="B66: prices recover in about three months, also of those who sell little", status="derived")
    reputation_carried: float = parameter(0.8, "share of a known name's standing that travels to another marketplace", unit="share", low=0, high=1, source="D43 (sign)")
    backlog: float = parameter(12.0, "orders under way at which a vendor takes no more, in days of capacity", unit="days", low=1, high=365)
    visibility: float = parameter(0.38, "power of recent sales in being seen", unit="power", low=0, high=2, source="D62, D69", status="derived")
    exchange_fee: float = parameter(0.02, "fee for turning money into coin", unit="share", low=0, high=0.5)
    cash_out: float = parameter(0.05, "cost of turning a vendor's coin into money", unit="share", low=0, high=0.9, source="B89: 0.15 by mixer at the most", status="derived")
    uncashed: float = parameter(0.5, "share of income that does not count as earned while a vendor has no way to turn coin into money", unit="share", low=0, high=1)


@dataclass(frozen=True)
class NewsParameters:
    """What everybody hears, how late, and how long it is felt."""

    delay: int = parameter(1, "days from an event to the forums", unit="days", low=0, high=7, source="S33: almost instant", status="derived")
    alarm_half_life: float = parameter(45.0, "half-life of alarm at police work", unit="days", low=1, high=1000, source="B136 (unverified): 1 to 6 months")
    scam_half_life: float = parameter(10.0, "half-life of upset at an exit scam or hack", unit="days", low=0.5, high=1000, source="D8, D14: whole within weeks", status="derived")
    alarm_seizure: float = parameter(0.6, "alarm at a fully publicised seizure of all trade", unit="alarm", low=0, high=10, source="D22, S83", status="derived")
    alarm_count: float = parameter(0.03, "alarm added by each marketplace seized, at full publicity", unit="alarm", low=0, high=10, source="D22", status="derived")
    scam_upset: float = parameter(0.15, "upset at an exit scam of all trade", unit="upset", low=0, high=10, source="D8", status="derived")
    hack_upset: float = parameter(0.5, "upset at a hack, against an exit scam as large: thieves came from outside", unit="ratio", low=0, high=10)
    preparing: float = parameter(1.5, "how fast people prepare for an act of a kind, by the share of trade that it struck", unit="1/share", low=0, high=100, source="B122, B123 (sign): a second wave had minimal effect")
    prepared_half_life: float = parameter(120.0, "half-life of being prepared", unit="days", low=1, high=10_000, source="B136 (unverified): 1 to 6 months", status="derived")
    forum_days: float = parameter(30.0, "mean days until those whose forum was closed meet in another", unit="days", low=0.1, high=1000, source="S28, S33 (sign)")
    forum_delay: float = parameter(7.0, "days by which news is heard later without any forum", unit="days", low=0, high=60, source="S33 (sign): almost at once with them")
    seen_days: float = parameter(30.0, "days over which seizures of parcels are remembered in the forums", unit="days", low=1, high=365)


@dataclass(frozen=True)
class StreetParameters:
    """The offline market."""

    price: float = parameter(1.0, "price offline against online", unit="ratio", low=0.1, high=10, source="S146: prices higher online (sign)")
    products: dict[str, float] = mapped(products.ROWS, "street_price")
    available: float = parameter(0.8, "chance that a buyer who turns offline finds it there", unit="probability", low=0, high=1)
    social: float = parameter(0.3, "share of offline purchases that are arranged over social media", unit="share", low=0, high=1, source="B126: 0.64 of purchases over the net against 0.28 on marketplaces, in Ireland", status="derived")
    social_price: float = parameter(1.0, "price there, against the rest offline", unit="ratio", low=0.1, high=10)
    social_scam: float = parameter(0.1, "chance that one who buys there is cheated, and does not make a habit of it", unit="probability", low=0, high=1)
    answers: float = parameter(0.0, "power by which the price offline goes with how many buy there, against the usual of a year; 0: it answers nothing", unit="power", low=0, high=3, source="S104 (sign)")
    returning: float = parameter(0.0, "half-life of the habit of buying offline; 0: only deliveries undo it", unit="days", low=0, high=3650, source="D8, D21 (sign): trade is whole within weeks of a closure")


@dataclass(frozen=True)
class TrendParameters:
    """How the world moves by itself, in both twins alike."""

    start: float = parameter(1.0, "people who come on day 0, and all that goes with them, against what the other figures say", unit="share", low=1e-5, high=1, status="setting")
    people: float = parameter(0.0, "growth of how many people come, in steps of 30 days", unit="1/year", low=-0.9, high=100, status="setting", source="D82: yearly revenue 2011 to 2020; D94: 4.7 to 10.8 % of users in eight years")
    people_halving: float = parameter(0.0, "years in which that growth halves; 0: it stays", unit="years", low=0, high=100, status="setting", source="D82")
    openings: float = parameter(0.0, "power by which openings of marketplaces go with how many people come", unit="power", low=0, high=2, status="setting", source="D95, D103 (sign)")
    online: float = parameter(0.0, "what the leaning to buy online gains", unit="logit/year", low=-5, high=5, status="setting", source="B107, D94: the online share tripled in three years, doubled in eight")
    parcels: float = parameter(0.0, "growth of lawful mail, which staff as it is examines the less", unit="1/year", low=-0.9, high=3, status="setting", source="B28: 995 to 4,800 million parcels, 1990 to 2021, 5 % a year")
    dependence: float = parameter(0.0, "growth of dependence on facilitators: others who could take their place become fewer, packaging matters more", unit="1/year", low=-0.9, high=3, status="setting", source="S99 (sign)")


@dataclass(frozen=True)
class PaymentParameters:
    __doc__ = f"One figure per route, in the order {', '.join(payments.PAYMENTS)}; and what moves people among them."

    RULES: ClassVar[tuple[Rule, ...]] = (Shares("cashed"), Shares("bought"))

    cashed: list[float] = listed(payments.ROWS, "cashed")
    bought: list[float] = listed(payments.ROWS, "bought")
    fee: list[float] = listed(payments.ROWS, "fee")
    dearer: list[float] = listed(payments.ROWS, "dearer")
    days: list[float] = listed(payments.ROWS, "days")
    seen: list[float] = listed(payments.ROWS, "seen")
    switch_days: float = parameter(30.0, "mean days until one who looks for another route uses it", unit="days", low=0.1, high=1000, source="B109: back within 4 months; B118: 30 to 132 days", status="derived")
    fee_response: float = parameter(8.0, "how strongly a dearer route is avoided by those who move", unit="logit/share", low=0, high=100)
    displaced: float = parameter(0.02, "what another route costs those who left theirs, above its fee", unit="share", low=0, high=0.5, source="B89 (sign): what is not usual is dearer")
    day_cost: float = parameter(0.002, "what a day of waiting for the money is worth", unit="share/day", low=0, high=0.1)
    wary: float = parameter(0.7, "how far full reporting drives vendors from a route that shows all", unit="power", low=0, high=20, source="B86 (sign): most stay with exchanges although these identify")
    reports: float = parameter(0.3, "reports a year on a vendor of usual operational security, where all exchanges report and the route shows all", unit="1/year", low=0, high=100)
    report_leads: float = parameter(0.15, "share of reports that become a lead", unit="share", low=0, high=1)
    loss_felt: float = parameter(0.2, "how far money taken weighs as a loss of the trade, when a vendor thinks of stopping", unit="share", low=0, high=1, source="B135 (sign): being caught moves beliefs")
    safe_wealth: float = parameter(0.5, "how far an administrator is brought nearer to an exit scam by the share of wealth that was taken", unit="power", low=0, high=10)
    upstream_days: float = parameter(60.0, "mean days until others supply what lost producers did", unit="days", low=0.1, high=3650, source="B109: price back within 4 months", status="derived")
    upstream_others: float = parameter(0.95, "share of it that they come to supply", unit="share", low=0, high=1, source="B109 (sign): back in full", status="derived")
    upstream_price: float = parameter(0.7, "power by which scarce goods are dearer", unit="power", low=0, high=10, source="B109: x3 where most of supply was lost", status="derived")


WayParameters: Any = make_dataclass(
    "WayParameters",
    [(way.name, bool, parameter(True, way.meaning, status="setting")) for way in ways.ROWS],
    frozen=True,
    namespace={
        "__doc__": "Ways of re-organisation: false closes one, in both twins, so that its share can be measured.",
        "__module__": __name__,
    },
)
