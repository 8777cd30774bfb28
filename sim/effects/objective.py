"""An objective: an outcome, a threshold and a horizon, and whether a barrier reaches it.

It is reached where all of the 95 % interval lies beyond the threshold, not reached where none of it does, and open in
between: a point estimate alone decides nothing.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.effects.curves import Curves
from sim.effects.durability import WINDOW
from sim.effects.outcomes import OUTCOMES, at_size
from sim.effects.pooled import MILESTONES
from sim.effects.replicates import OF_YEAR, YEAR, by_replicate, replicate_effects
from sim.effects.start import Start, without_idle
from sim.effects.summary import summarise

SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
}  # fmt: skip
_NUMBER = r"-?\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?"
_FORM = re.compile(rf"^\s*(\w+)\s*(>=|<=|>|<)\s*({_NUMBER})\s*(?:until\s+(\d+)\s*)?$")
_EFFECT = re.compile(r"effect_(\d+)")
_MONTH = "_28_days"
REACHED, MISSED, OPEN = "reached", "not reached", "open"
COLUMNS = (
    "objective", "outcome", "label", "unit", "threshold", "until", "n", "worlds_reached", "estimate", "low", "high",
    "verdict", "cost",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Objective:
    """What a barrier is to reach: ``until``: days after its start, None for the horizon that the outcome has."""

    outcome: str
    sign: str
    threshold: float
    until: int | None = None

    def __str__(self) -> str:
        until = "" if self.until is None else f" until {self.until}"
        return f"{self.outcome} {self.sign} {self.threshold:g}{until}"

    @property
    def horizon(self) -> int | None:
        """Days after the start that the outcome itself looks at; None: all of the run."""
        if self.outcome in OF_YEAR:
            return YEAR
        if self.outcome.endswith(_MONTH):
            return WINDOW
        found = _EFFECT.fullmatch(self.outcome)
        return int(found[1]) if found and int(found[1]) in MILESTONES else None

    @property
    def stored(self) -> bool:
        """Whether the outcome as it is measured anyway has this horizon, so that no daily table is needed."""
        return self.until is None or self.until == self.horizon


def parse(text: str) -> Objective:
    """Read 'averted_first_year_share > 0.2 until 365'; raise ValueError, telling what is not understood."""
    found = _FORM.match(text)
    if found is None:
        raise ValueError("an objective reads '<outcome> <operator> <number> until <days>', the last part if you like")
    objective = Objective(found[1], found[2], float(found[3]), int(found[4]) if found[4] else None)
    if objective.outcome not in OUTCOMES or OUTCOMES[objective.outcome].summary in ("runs", "constant"):
        raise ValueError(f"no outcome {objective.outcome}")
    horizon, until = objective.horizon, objective.until
    if until is not None and until < 1:
        raise ValueError("until is a day after the start, from 1 on")
    if horizon is not None and until is not None and until > horizon:
        raise ValueError(f"{objective.outcome} looks at {horizon} days, and until is {until}")
    return objective


def cut(daily: pd.DataFrame, start: Start, until: int) -> pd.DataFrame:
    """Keep the days of a daily table before ``until`` days after the start."""
    if not isinstance(start, Mapping):
        return daily[daily["day"] < start + until]
    ends = daily["replicate"].map(start)
    return daily[daily["day"] < ends + until]  # where none began nothing is left


def measured(daily: pd.DataFrame, start: Start, until: int, ramp: int, scale: float) -> tuple[pd.DataFrame, Any]:
    """Measure every outcome over ``until`` days after the start; return the effects and the daily table they are of.

    ``daily``: both arms; ``scale``: how much larger the real market is.
    """
    days = cut(daily, start, until)
    if isinstance(start, Mapping):  # each from its own day: as if it were a study of its own, since the ends differ
        parts = [replicate_effects(days[days["replicate"] == r], None, day, ramp=ramp) for r, day in start.items()]
        effects = pd.concat(parts, ignore_index=True) if parts else replicate_effects(days, None, 0)
        kept = None
    else:
        effects, kept = replicate_effects(days, None, start, ramp=ramp), days
    return at_size(effects, scale), kept


def judge(objective: Objective, effects: pd.DataFrame, summary: pd.DataFrame) -> dict[str, Any]:
    """Tell whether the objective is reached, in how many worlds, and what that costs.

    ``effects``, ``summary``: of one scenario, over the horizon of the objective. A world without a value reaches
    nothing. Costs are the mean over the replicates, EUR.
    """
    outcome = OUTCOMES[objective.outcome]
    known = summary.set_index("outcome")
    row = known.loc[outcome.name] if outcome.name in known.index else None
    bounds = [math.nan] * 3 if row is None else [float(row[name]) for name in ("estimate", "low", "high")]
    wide = by_replicate(effects)
    values = wide[outcome.name] if outcome.name in wide else pd.Series(math.nan, index=wide.index)
    beyond = SIGNS[objective.sign](values.to_numpy(float), objective.threshold)
    cost = "cost_first_year" if objective.horizon else "cost"  # of days that were cut, either is of these only
    cells = (
        str(objective), outcome.name, outcome.label, outcome.unit, objective.threshold,
        objective.until or objective.horizon, len(wide), int(beyond.sum()), *bounds,
        verdict(objective, bounds[1], bounds[2]), float(wide[cost].mean()) if cost in wide else math.nan,
    )  # fmt: skip
    return dict(zip(COLUMNS, cells, strict=True))


def verdict(objective: Objective, low: float, high: float) -> str:
    """Judge an interval: reached, not reached, or open."""
    if math.isnan(low) or math.isnan(high):
        return OPEN
    beyond = SIGNS[objective.sign]
    both = beyond(low, objective.threshold), beyond(high, objective.threshold)
    return REACHED if all(both) else OPEN if any(both) else MISSED


def summary_of(
    effects: pd.DataFrame, daily: pd.DataFrame | None, start: Start, ramp: int, repeats: int = 1
) -> pd.DataFrame:
    """Estimate every outcome of effects that :func:`measured` made; ``repeats``: see :func:`sim.effects.summarise`."""
    curves = None if daily is None or not len(without_idle(effects)) else Curves.of(daily, start, ramp)
    return summarise(effects, curves=curves, repeats=repeats)
