"""Facilitators: what a user may set of them."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.catalogue.facilitators import FACILITATORS, ROWS
from sim.model.catalogue.row import listed
from sim.model.engine.parameters import parameter


@dataclass(frozen=True)
class FacilitatorParameters:
    __doc__ = f"One figure per facilitator, in the order {', '.join(FACILITATORS)}."

    concentration: list[float] = listed(ROWS, "concentration")
    substitutes: list[float] = listed(ROWS, "substitutes")
    switching_days: list[float] = listed(ROWS, "switching_days")
    packaging_matters: float = parameter(0.6, "share of concealment that is lost without packaging to be had", unit="share", low=0, high=1, source="S18 (sign)")
    surcharge: list[float] = listed(ROWS, "surcharge")
