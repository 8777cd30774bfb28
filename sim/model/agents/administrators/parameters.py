"""What administrators are like, and the makes of marketplaces that they build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.model.catalogue import makes
from sim.model.catalogue.row import mapped
from sim.model.engine.parameters import parameter
from sim.model.engine.rules import Ordered, Rule, Shares


@dataclass(frozen=True)
class AdministratorParameters:
    """Opening, running and closing of marketplaces."""

    RULES: ClassVar[tuple[Rule, ...]] = (Shares("initial_shares"), Ordered("commission_low", "commission_high"))

    initial_shares: list[float] = parameter([0.56, 0.18, 0.09, 0.05, 0.035, 0.025, 0.02, 0.015, 0.01, 0.007, 0.005, 0.003], "trade shares of the marketplaces at the start", unit="share", low=0, high=1, source="D104: leader 42-80 %; D103: 4 to 38 up", status="derived", free_length=True)
    initial_age: float = parameter(240.0, "mean age of the marketplaces at the start", unit="days", low=1, high=3000, source="D95-D98", status="derived")
    commission_low: float = parameter(0.03, "lowest commission", unit="share", low=0, high=0.5, source="D51: mean 3.6 % in 2017", status="derived")
    commission_high: float = parameter(0.07, "highest commission", unit="share", low=0, high=0.5, source="D50: 6.2-7.4 %", status="measured")
    dispute_quality: float = parameter(0.75, "mean chance that a moderator decides a dispute rightly", unit="probability", low=0, high=1)
    moderators: float = parameter(10.0, "moderators of a marketplace with all of the trade, at real size", unit="people", low=1, high=1000, source="S6 (sign): they settle disputes and answer users")
    moderators_least: float = parameter(2.0, "moderators of the smallest", unit="people", low=1, high=100)
    moderator_days: float = parameter(30.0, "mean days until a moderator who was arrested is replaced", unit="days", low=1, high=3000)
    moderation_slack: float = parameter(1.5, "trade, as a multiple of the usual, that moderators can serve without loss of quality", unit="ratio", low=1, high=100)
    early_allowed: float = parameter(0.8, "share of marketplaces that let vendors ask for early payment", unit="share", low=0, high=1, source="D49 (sign)")
    running_cost: float = parameter(0.0003, "running cost, per buyer in the ecosystem", unit="EUR/day/buyer", low=0, high=1)
    give_up: float = parameter(0.002, "chance a day of giving up while it does not pay", unit="1/day", low=0, high=1, source="D96: voluntary 43 %; D97: giving up early", status="derived")
    retire: float = parameter(0.001, "chance a day of retiring in good order, in the first year", unit="1/day", low=0, high=1, source="D15, D96", status="derived")
    ageing: float = parameter(2.0, "growth of retiring and felt hazard with each year", unit="1/year", low=0, high=10, source="D97: rising after year 1", status="derived")
    discount: float = parameter(0.0015, "median impatience of an administrator", unit="1/day", low=0, high=0.1)
    discount_spread: float = parameter(0.4, "spread of impatience", unit="log", low=0, high=3)
    felt_hazard: float = parameter(0.0012, "hazard of arrest an administrator reckons with", unit="1/day", low=0, high=0.1, source="D96: 6 raids among about 18 marketplaces in a year", status="derived")
    integrity: float = parameter(2.8, "how many times the future income an exit scam must pay, at the median", unit="ratio", low=0.01, high=100, source="D96: scam 26 %; D97: constant hazard", status="derived")
    temptation_spread: float = parameter(0.42, "spread of the weekly temptation", unit="log", low=0, high=3)
    hack: float = parameter(0.0010, "hazard of a ruinous hack at no security", unit="1/day", low=0, high=0.1, source="D96: hacked 19 %", status="derived")
    hack_young: float = parameter(1.2, "how many times higher it is at the start, fading over 120 days", unit="ratio", low=1, high=50, source="D97: hacks come early", status="derived")
    hack_returns: float = parameter(0.4, "chance that the administrator of a marketplace robbed of its escrow begins anew", unit="probability", low=0, high=1)
    hack_repair_days: float = parameter(14.0, "mean days until then", unit="days", low=1, high=365)
    hack_kept: float = parameter(0.3, "share of its trade that it seems to have then", unit="share", low=0, high=1)
    security: float = parameter(0.5, "mean security", unit="share", low=0, high=1)
    bond: float = parameter(300.0, "bond asked of a vendor without a name, kept by the marketplace", unit="EUR", low=0, high=100_000, source="D52: USD 100-1,000", status="derived")
    harden: float = parameter(0.6, "chance that an administrator tightens admission after another is seized", unit="probability", low=0, high=1, source="S84 (sign)")
    openings: float = parameter(14.0, "marketplaces opened in an ordinary year", unit="1/year", low=0, high=500, source="D95, D98, D102: 10 to 46 a year", status="derived")
    opening_response: float = parameter(12.0, "how much unserved demand raises openings", unit="ratio", low=0, high=500)
    build_days: float = parameter(21.0, "days developers need to open a marketplace", unit="days", low=1, high=730)
    developers: int = parameter(4, "marketplaces that can be built at once", unit="marketplaces", low=0, high=100)
    slack: float = parameter(4.7, "orders a marketplace can carry at once, as a multiple of its usual trade", unit="ratio", low=1, high=100, source="D8: rivals carried a multiple within a week", status="derived")
    growth: float = parameter(0.025, "growth of what it can carry while crowded", unit="1/day", low=0, high=1, source="D17, B72: not whole within nine months", status="derived")
    minimum_capacity: float = parameter(0.004, "what a new marketplace can carry, as a share of all demand", unit="share", low=0, high=1)
    attraction_newcomer: float = parameter(0.004, "trade a new marketplace seems to have, as a share of all", unit="share", low=0, high=1)


@dataclass(frozen=True)
class MakeParameters:
    """One figure per make of marketplaces, and how administrators, vendors and buyers choose among them."""

    RULES: ClassVar[tuple[Rule, ...]] = (Shares("share"),)

    share: dict[str, float] = mapped(makes.ROWS, "share")
    seizable: dict[str, float] = mapped(makes.ROWS, "seizable")
    back_end: dict[str, float] = mapped(makes.ROWS, "back_end")
    dispute: dict[str, float] = mapped(makes.ROWS, "dispute")
    fee: dict[str, float] = mapped(makes.ROWS, "fee")
    ease: dict[str, float] = mapped(makes.ROWS, "ease")
    build: dict[str, float] = mapped(makes.ROWS, "build")
    feared: float = parameter(10.0, "how many times higher the hazard of arrest that administrators reckon with is right after a seizure of all trade, for what can be seized", unit="ratio", low=0, high=1000, source="S30 (sign)")
    safer: float = parameter(2.0, "weight that what cannot be seized gains with vendors right after a seizure of all trade", unit="ratio", low=0, high=100, source="S30 (sign)")
    saved: float = parameter(10.0, "weight of saved commission in a vendor's choice of a make", unit="logit/share", low=0, high=100)
    lure: float = parameter(2.0, "how much a vendor who means to exit-scam is drawn to where disputes are not judged", unit="ratio", low=0, high=100, source="S152 (sign)")
    unjudged: float = parameter(1.0, "how many more deliveries disappoint where no dispute is judged rightly, against an ordinary marketplace", unit="ratio", low=0, high=20, source="S152, D48 (sign)")
    nearness: float = parameter(1.0, "how far what buyers dislike of borders draws them to a marketplace of their own country", unit="power", low=0, high=5, source="S96 (sign)")
