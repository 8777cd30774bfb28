"""When a barrier acts, and how strongly: start, ramp, duration, repeats, trigger."""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping

from sim.model.columns import WATCHED
from sim.model.interventions.base import Intervention, Today

_OPERATORS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
_TRIGGER = re.compile(r"^\s*(\w+)\s*(>=|<=|>|<)\s*(-?[\d.]+(?:[eE]-?\d+)?)\s*$")
OBSERVABLE = tuple(WATCHED)
"""What a trigger may watch: figures an observer could have, of yesterday or ``partners.watch_days`` before."""


def parse_trigger(text: str) -> tuple[str, str, float]:
    """Return (figure, operator, threshold) of a trigger such as 'leader_share > 0.6', or raise ValueError."""
    match = _TRIGGER.match(text)
    if match is None or match[1] not in OBSERVABLE:
        raise ValueError(f"a trigger reads '<figure> <operator> <number>' with a figure of {', '.join(OBSERVABLE)}")
    return match[1], match[2], float(match[3])


def fires(text: str, observed: Mapping[str, float]) -> bool:
    """Return whether a trigger's condition holds."""
    figure, sign, threshold = parse_trigger(text)
    return figure in observed and bool(_OPERATORS[sign](observed[figure], threshold))


def today(barrier: Intervention, day: int, began: int | None) -> Today | None:
    """Return what the barrier may know of the day, or None while it is not in force; ``began``: day of its start."""
    if began is None or day < began:
        return None
    since = day - began
    wave = since // barrier.repeat if barrier.repeat else 0
    elapsed = since - wave * barrier.repeat if barrier.repeat else since
    if barrier.duration is not None and elapsed >= barrier.duration:
        return None
    rise = min((elapsed + 1) / barrier.ramp, 1.0) if barrier.ramp > 0 else 1.0
    return Today(day, barrier.intensity * rise, elapsed == 0, elapsed, wave)
