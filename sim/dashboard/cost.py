"""What a barrier costs by its settings, told before anything is run."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from sim.model.interventions.base import Intervention
from sim.model.interventions.timeline import today

YEAR = 365


@dataclass(frozen=True)
class Cost:
    """EUR spent within a year of the start and to the end of the run, without acts; EUR for each act."""

    first_year: float
    whole: float
    per_act: float
    triggered: bool

    def describe(self) -> str:
        """Say it in a line."""
        text = f"EUR {self.first_year:,.0f} in its first year, EUR {self.whole:,.0f} over the run"
        if self.per_act:
            text += f", and EUR {self.per_act:,.0f} for each act carried out"
        return f"{text}; if it begins on the first day it may" if self.triggered else text


def cost_of(barrier: Intervention, days: int) -> Cost:
    """Add up fixed and daily cost over the days on which it is in force, as the policy phase of the model does."""
    plain = dataclasses.replace(barrier, trigger=None)
    first_year = whole = 0.0
    for day in range(min(plain.start, days), days):
        now = today(plain, day, plain.start)
        if now is None:
            continue
        spent = plain.daily_cost() * now.strength
        if now.first and day == plain.start:
            spent += plain.cost_fixed * plain.intensity
        whole += spent
        if day < plain.start + YEAR:
            first_year += spent
    return Cost(first_year, whole, plain.cost_per_act, barrier.trigger is not None)
