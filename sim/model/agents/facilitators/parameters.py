"""Facilitators: hosting, exchange, packaging."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.engine.parameters import parameter


@dataclass(frozen=True)
class FacilitatorParameters:
    """One figure per facilitator: hosting, exchange, packaging."""

    concentration: list[float] = parameter([0.15, 0.25, 0.10], "Herfindahl concentration of the ordinary suppliers", unit="HHI", low=0, high=1, source="B87 for exchanges (0.18 of deposits at 21 addresses); others judgement")
    substitutes: list[float] = parameter([0.9, 0.85, 0.9], "share of lost supply that substitutes can make good in the end", unit="share", low=0, high=1, source="B90, B91 (sign): trade outlived the loss of a mixer and an exchange")
    switching_days: list[float] = parameter([10.0, 35.0, 25.0], "days to switch at a scattered supply; longer the more concentrated it is", unit="days", low=0.1, high=1000)
    packaging_matters: float = parameter(0.6, "share of concealment that is lost without packaging to be had", unit="share", low=0, high=1, source="S18 (sign)")
    surcharge: list[float] = parameter([0.05, 0.10, 0.02], "price rise while substitutes serve: of coin, of packaging; of running a marketplace", unit="share of price", low=0, high=1, source="B89: 0.15 for laundering by mixer")
