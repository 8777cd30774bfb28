"""What marketplaces of each make are like, and what people make of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.model.catalogue import makes
from sim.model.catalogue.row import mapped
from sim.model.engine.parameters import parameter
from sim.model.engine.rules import Rule, Shares


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
    safer: float = parameter(2.0, "weight that what cannot be seized gains with vendors right after a seizure of all trade", unit="ratio", low=0, high=100, source="S30, B60 (sign): a seizure is what vendors move for")
    saved: float = parameter(10.0, "weight of saved commission in a vendor's choice of a make", unit="logit/share", low=0, high=100)
    lure: float = parameter(2.0, "how much a vendor who means to cheat is drawn to where disputes are not judged", unit="ratio", low=0, high=100, source="S152 (sign)")
    unjudged: float = parameter(1.0, "how many more deliveries disappoint where no dispute is judged rightly, against an ordinary marketplace", unit="ratio", low=0, high=20, source="S152, D48 (sign)")
    nearness: float = parameter(1.0, "how far what buyers dislike of borders draws them to a marketplace of their own country", unit="power", low=0, high=5, source="S96 (sign)")
