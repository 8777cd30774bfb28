"""When trade is back within a line (3, 5, 10 %), told only where the curve crosses the line at an angle.

A curve that runs along a line crosses it when chance wants, and the day says nothing. What is asked is therefore not
only when it crosses, but whether what comes after lies on the other side by more than noise.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.effects import durability as measure
from sim.effects.bootstrap import Interval, Sample
from sim.effects.durability import STAY, YEAR
from sim.effects.pooled import Pooled


class Return(NamedTuple):
    """Day from which trade is back within a line: infinite for not by the end, NaN where none is told, and why."""

    sample: Sample
    note: str


def back_within(pooled: Pooled, line: float) -> Return:
    """Tell when trade is back within a line.

    Told: a day after which what is missing lies below the line beyond noise, to the end of the run, without 28 days
    above it; or that there is no such day, where what is missing in the end lies above it beyond noise. Otherwise the
    estimate is NaN, and the note says whether the line was never reached, is reached too narrowly to tell, or is what
    the curve hovers around.
    """
    percent = f"{line * 100:g} %"
    nothing = Sample(math.nan, np.full(len(pooled.draws), math.nan), pooled.replicates)
    worst = _bounds(pooled.peak)
    if worst.high < line:
        return Return(nothing, f"never {percent} missing")
    if worst.low < line:
        return Return(nothing, f"hovers around {percent}")
    day, censored = (found[0] for found in measure.crossing(pooled.after[None, :], line, pooled.ramp))
    days = len(pooled.after)
    if censored:
        last = _bounds(pooled.missing(max(days - YEAR, 0)))
        if last.low <= line or _ends_below(pooled, line):
            return Return(nothing, f"hovers around {percent}")
        return Return(_sample(pooled, line, math.inf), "")
    rest = _bounds(pooled.missing(int(day)))
    if rest.high >= line:
        return Return(nothing, f"hovers around {percent}")
    if _again(pooled, line, int(day)):
        return Return(nothing, f"below {percent} for a while, then above it again")
    return Return(_sample(pooled, line, float(day)), "")


def _sample(pooled: Pooled, line: float, day: float) -> Sample:
    drawn, censored = measure.crossing(pooled.draws, line, pooled.ramp)
    return Sample(day, np.where(censored, math.inf, drawn), pooled.replicates, least=0.0, units=pooled.units)


def _again(pooled: Pooled, line: float, day: int) -> bool:
    """Whether more than the line is missing again, for 28 days and so not by one bad week."""
    above = np.nan_to_num(pooled.after[None, day:], nan=0.0) >= line
    return above.shape[1] >= STAY and not bool(measure.first_lasting(above, 0)[1][0])


def _ends_below(pooled: Pooled, line: float) -> bool:
    """Whether the last four weeks lie below the line: it may just have crossed it, too late to be confirmed."""
    return bool(pooled.after[-1] < line)


def _bounds(sample: Sample) -> Interval:
    """Interval of a sample; one replicate is its own bounds."""
    found = sample.interval()
    return found if not math.isnan(found.low) else Interval(found.estimate, found.estimate, found.estimate)
