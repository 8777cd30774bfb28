"""Facilitators: what a user may set of them."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.catalogue.facilitators import FACILITATORS, ROWS
from sim.model.catalogue.row import listed
from sim.model.engine.parameters import parameter


@dataclass(frozen=True)
class FacilitatorParameters:
    __doc__ = f"One figure per facilitator, in the order {', '.join(FACILITATORS)}; and the desk of a near-monopoly."

    concentration: list[float] = listed(ROWS, "concentration")
    awareness: list[float] = listed(ROWS, "awareness")
    knowing: list[float] = listed(ROWS, "knowing")
    cooperation: list[float] = listed(ROWS, "cooperation")
    reports: list[float] = listed(ROWS, "reports")
    substitutes: list[float] = listed(ROWS, "substitutes")
    search_days: list[float] = listed(ROWS, "search_days")
    search_alone: float = parameter(0.1, "pace of a search while nobody has a supplier who could show the way, against one while all have", unit="ratio", low=0, high=1)
    packaging_matters: float = parameter(0.6, "share of concealment that is lost without packaging to be had", unit="share", low=0, high=1, source="S18 (sign)")
    surcharge: list[float] = listed(ROWS, "surcharge")
    attribution: float = parameter(2.0, "how much likelier police come upon those who lean on suppliers of whom all tip them off: marketplaces by their hosts, vendors by the others", unit="ratio", low=0, high=100, source="S49, S51 (sign)")
    mistaken: float = parameter(1.0, "lawful customers turned away by mistake for each customer from the trade whose supplier stops serving it", unit="customers/customer", low=0, high=1000)
    bystanders: float = parameter(10.0, "lawful users for each user from the trade in a messenger that police read", unit="users/user", low=0, high=1_000_000)
    neighbours: float = parameter(5.0, "lawful sites that are as hard to reach as a marketplace that is flooded, on the same hosts", unit="sites", low=0, high=100_000)
    shielding: float = parameter(0.5, "how much likelier operators and organised vendors are found without telephones and networks that shield them", unit="ratio", low=0, high=100, source="S24 (sign)")
    desk_share: float = parameter(0.8, "share of all trade at which half of a marketplace's users pay and cash out by a desk of its own", unit="share", low=0.01, high=1, source="D17, B72 against D8, D21: a marketplace with 93 % of trade was missed for long, one with 64 % for days")
    desk_power: float = parameter(20.0, "how steeply that part of its users rises with its share of trade", unit="power", low=1, high=100, source="D17, B72 against D8, D21")
    desk_setup_days: float = parameter(365.0, "mean time until users take up such a desk, or give it up", unit="days", low=1, high=3650, source="D17 (sign): the largest for years before it was seized")
    desk_days: float = parameter(200.0, "mean time such a user searches for another way to pay while all others have one", unit="days", low=0.1, high=1000, source="B72: not whole within nine months")
