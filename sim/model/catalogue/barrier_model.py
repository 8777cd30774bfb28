"""What the barrier model names beside facilitators, partners and barriers: opportunities, and signals."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.catalogue import facilitators as f
from sim.model.catalogue import signals

STAGES = ("set up", "run", "sell", "ship")
"""The steps of the trade, in their order; every barrier acts at one of them."""
BLOCKS = ("facilitators", "opportunities", "signals", "partners", "barriers")
"""What the barrier model asks of each stage."""
LEVELS = ("digital", "payment", "shipment")
"""Where a barrier meets the trade."""

INFRASTRUCTURE, MACHINES = "infrastructure", "machines and materials"
SERVICES, SHIELDING = "financial, legal and administrative services", "shielding, security and promotion"
GOVERNMENT, MONEY = "created by government", "money"
CATEGORIES = (INFRASTRUCTURE, MACHINES, SERVICES, SHIELDING, GOVERNMENT, MONEY)
"""Kinds of opportunity (S38)."""
CATEGORY_OF = {
    f.RUNNING: INFRASTRUCTURE, f.CARRYING: INFRASTRUCTURE, f.BUILDING: MACHINES, f.PACKING: MACHINES,
    f.PAYING: SERVICES, f.CASHING: SERVICES, f.TALKING: SHIELDING, f.SHIELDING: SHIELDING, f.MEETING: SHIELDING,
}  # fmt: skip
"""Which kind of opportunity a service is, by what leans on it."""
LEVEL_OF = {f.PAYING: "payment", f.CASHING: "payment", f.CARRYING: "shipment", f.PACKING: "shipment"}
"""At which level a barrier on a service meets the trade, by what leans on it; digital where nothing is said."""


@dataclass(frozen=True)
class Opportunity:
    """What the trade makes use of at a stage. ``levers``: those that take it away; none: no barrier can, or should."""

    name: str
    stage: str
    category: str
    meaning: str
    levers: tuple[str, ...] = ()


@dataclass(frozen=True)
class StageSignal:
    """What can be seen of the trade at a stage. ``column``: the daily column that counts it; ``levers``: what makes
    it seen more often."""

    name: str
    stage: str
    kind: str
    meaning: str
    column: str
    levers: tuple[str, ...] = ()


OPPORTUNITIES = (
    Opportunity("anonymous_networks", "set up", INFRASTRUCTURE, "networks that hide who hosts and who visits; lawful use forbids closing them (S72)"),
    Opportunity("weak_security", "set up", MACHINES, "marketplaces are built from what is at hand, and few are built well", ("weaknesses",)),
    Opportunity("earlier_earnings", "set up", MONEY, "operators who come back bring means and know-how along"),
    Opportunity("many_servers", "set up", INFRASTRUCTURE, "a marketplace may be built on many servers, without a point at which it could be seized (S30, S109)"),
    Opportunity("forums", "run", SHIELDING, "news of closures, of risk and of where to go next passes within days (S33)"),
    Opportunity("escrow_and_ratings", "run", SHIELDING, "trust among strangers: money held until delivery, and a good name"),
    Opportunity("few_investigators", "run", GOVERNMENT, "police have capacity for few marketplaces and vendors at a time", ("investigation", "teams")),
    Opportunity("a_good_name", "sell", SHIELDING, "ratings tell whom to trust among strangers (D48)", ("slandered", "faked")),
    Opportunity("open_networks", "sell", INFRASTRUCTURE, "providers lead everybody to marketplaces; most visitors know a way around (S148)", ("unreached",)),
    Opportunity("coin", "sell", SERVICES, "money that moves without a bank; lawful use forbids closing it (S72)"),
    Opportunity("lack_of_powers", "sell", GOVERNMENT, "the law of some countries does not let police buy under cover online (S87)", ("powers",)),
    Opportunity("little_risk_for_buyers", "sell", GOVERNMENT, "hardly any addressee of a seized parcel becomes a case (S92)", ("buyer_case",)),
    Opportunity("privacy_of_the_post", "ship", GOVERNMENT, "domestic mail is hardly examined, mail across borders is (S97)", ("inspection",)),
    Opportunity("parcel_volume", "ship", INFRASTRUCTURE, "among many lawful parcels few can be examined (S35)", ("inspection_capacity",)),
    Opportunity("concealment", "ship", MACHINES, "packaging that looks, smells and scans like any other (S18, S142)", ("detection",)),
)  # fmt: skip
"""Sorted by stage; facilitators and channels are opportunities too, and have rows of their own."""

_ORDINARY = (
    StageSignal("openings", "set up", "social", "a marketplace opens and is told of in forums", "marketplaces"),
    StageSignal("weaknesses_reported", "run", "administrative", "who looks for weaknesses of a site finds one and reports it", "marketplaces", ("weaknesses",)),
    StageSignal("concentration", "run", "social", "trade gathers on one marketplace", "leader_share"),
    StageSignal("ratings", "sell", "social", "an account with many good ratings belongs to somebody who sells much", "all_feedback"),
    StageSignal("cash_out", "sell", "financial", "coin is turned into money", "exchange_in", ("facilitator_supply", "licensed", "enforced")),
    StageSignal("undercover_purchases", "sell", "social", "police buy and see where the parcel comes from", "cases_opened", ("teams", "powers")),
    StageSignal("drug_parcels", "ship", "logistical", "an examined parcel holds drugs", "parcels_seized", ("inspection", "inspection_capacity", "detection")),
    StageSignal("many_parcels_of_one_sender", "ship", "physical", "seized parcels look alike", "cases_vendors", ("teams", "inspection")),
    StageSignal("addressees", "ship", "administrative", "a seized parcel has an address", "cases_buyers", ("inspection", "buyer_case")),
)  # fmt: skip
"""What ordinary work and its barriers rest on; sorted by stage."""
_PARTNERS = ("shared", "right", "sharing", "taught", "learning")
STAGE_SIGNALS = tuple(
    sorted(
        (
            *_ORDINARY,
            *(StageSignal(row.name, row.stage, row.kind, row.meaning, "signal_leads", _PARTNERS) for row in signals.ROWS),
        ),
        key=lambda signal: STAGES.index(signal.stage),
    )
)
"""And what partners see and share, of whom each has a row of its own (see signals); sorted by stage."""

_rows: tuple[Opportunity | StageSignal, ...] = (*OPPORTUNITIES, *STAGE_SIGNALS)
for _row in _rows:
    if _row.stage not in STAGES:
        raise ValueError(f"{_row.name}: stage is one of {STAGES}")
