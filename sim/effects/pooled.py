"""The pooled effect curve, its bootstrap, and its course read from both: the worst, what passes, what stays."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from sim.effects import bootstrap
from sim.effects import durability as measure
from sim.effects.bootstrap import Sample
from sim.effects.curves import Curves
from sim.effects.durability import YEAR, Course

Floats = NDArray[np.float64]

NORMAL = NormalDist()
NOTHING = 1e-9
"""What is smaller is what sums of floating-point numbers leave of a zero."""
WAYS = 3.0
"""Ways in which an effect is found."""
LEVEL = 0.05
"""Chance at which a loss is still called chance."""
MILESTONES = (28, 90, 365)
"""Days after the start whose effect is reported by itself."""


def nothing_beyond(sums: Floats) -> Floats:
    """Let a replicate add nothing, in either arm, to days beyond the end of its run."""
    return np.where(np.isnan(sums), 0.0, sums)


def sums_over(daily: Floats, first: int, stop: int | None) -> Floats:
    """Sum each replicate over days, shape (replicates,); NaN for those whose run ends before, if at most half do.

    Where it is more than half, all are summed over the days they have, as where a run ends before for all.
    """
    days = daily[:, first:stop]
    cut: NDArray[np.bool_] = np.asarray(np.isnan(days).any(axis=1))
    total: Floats = np.nansum(days, axis=1)
    return total if 2 * int(cut.sum()) > len(cut) else np.where(cut, np.nan, total)


class Pooled:
    """Effect of several replicates taken together; estimates with their resamples by outcome.

    ``curve``: E(t) of all days, shape (days,); ``draws``: E(t) from the start on of every resample, shape (resamples,
    days from the start on). ``weights``: as made by :func:`sim.effects.bootstrap.weights`, shared by scenarios. A
    replicate whose run ends before the others' after its start has a part in the days that it has.
    """

    def __init__(self, curves: Curves, weights: Floats | None = None) -> None:
        self.replicates, self.start, self.ramp = len(curves.replicates), curves.start, curves.ramp
        gap = curves.twin - curves.treated
        treated, twin = (nothing_beyond(measure.trailing_sum(arm)) for arm in (curves.treated, curves.twin))
        self.curve: Floats = measure.missing_share(treated.sum(axis=0), twin.sum(axis=0))
        self.after: Floats = self.curve[self.start :]
        weight = bootstrap.weights(self.replicates) if weights is None else weights
        self.units = bootstrap.independent(weight)
        self.draws: Floats = measure.missing_share(weight @ treated[:, self.start :], weight @ twin[:, self.start :])
        lost, usual = (sums_over(daily, self.start, self.start + YEAR) for daily in (gap, curves.twin))
        self.year: Sample = bootstrap.ratio(lost, usual, weight)
        self.gap, self.usual, self.weight = gap, curves.twin, weight
        self.second = measure.second_year(len(self.after))
        self.stays: Sample = self.missing(*self.second) if self.second else self._sample(math.nan, self.draws[:, 0])
        self._measure()

    def missing(self, first: int, stop: int | None = None) -> Sample:
        """Share of the twins' revenue that is missing from day ``first`` to before day ``stop`` after the start."""
        days = slice(self.start + first, None if stop is None else self.start + stop)
        lost, usual = (np.nansum(daily[:, days], axis=1) for daily in (self.gap, self.usual))
        return bootstrap.ratio(lost, usual, self.weight)._replace(most=1.0)

    def _measure(self, day: int | None = None) -> None:
        """Find the course of the curve and of every resample; ``day``: of the peak, where it is not to be chosen."""
        stay = self.stays.estimate, (self.stays.draws if self.second else 0.0)
        self.course: Course = measure.course(self.after[None, :], stay[0], self.ramp, day)
        self.resampled: Course = measure.course(self.draws, stay[1], self.ramp, day)
        known, drawn = self.course, self.resampled
        if day is not None:  # which day is the worst is as open as if it had been looked for
            found = measure.course(self.draws, stay[1], self.ramp)
            self.resampled = replace(drawn, day_of_peak=found.day_of_peak, half_life=found.half_life,
                                     half_life_censored=found.half_life_censored)  # fmt: skip
        peak = self._sample(known.peak[0], drawn.peak)
        if day is None:
            peak = self._corrected(known.peak, known.day_of_peak, drawn.peak, drawn.day_of_peak)
            month = measure.WINDOW - 1
            if month < len(self.after) and self.after[month] > peak.estimate:
                return self._measure(month)
        self.peak: Sample = self._sample(min(peak.estimate, 1.0), np.minimum(peak.draws, 1.0))
        passes = np.nan_to_num(self.stays.estimate), (self.stays.draws if self.second else 0.0)
        self.depth: Sample = self._sample(
            self.peak.estimate - passes[0], self.peak.draws - passes[1], most=math.inf if self.second else 1.0
        )
        return None

    @property
    def last_day(self) -> float:
        """The last day on which the worst can be, from the start."""
        return float(min(len(self.after), measure.YEAR + self.ramp) - 1)

    def band(self, confidence: float = bootstrap.CONFIDENCE) -> tuple[Floats, Floats]:
        """Pointwise bounds of the curve from the start on, shape (days from the start on,) each."""
        low, high = bootstrap.band(self.draws, self.units, confidence)
        return low, np.minimum(high, 1.0)

    @cached_property
    def chance(self) -> float:
        """Probability that drift alone shows as much as there is at the peak; NaN below two replicates.

        Drift shows it, in standard errors, on any day of the run: the largest deviation of every resample from the
        curve, as a day chosen for its depth is not any day. An effect that is shallow but lasts is told by its sum
        instead: should the revenue of the first year be less than the twin's beyond chance, the day of the peak need
        only be so for itself. So is one that is deep and short by the first four weeks, whose day nobody chose. The
        smallest probability is taken, three times, so that having three ways does not find effects where none are.
        """
        found = self.course.day_of_peak[0]
        if self.units < 2 or math.isnan(found):
            return math.nan
        day, error = int(found), self.draws.std(axis=0) * self._inflation
        if not self.after[day] > 0.0:
            return 1.0
        reached = self._normal(float(self.after[day]), float(error[day]))
        deviation = bootstrap.divide(self.draws - self.after, np.broadcast_to(error, self.draws.shape))
        largest = np.nan_to_num(deviation, nan=0.0).max(axis=1)
        anywhere = float((1 + (largest >= reached).sum()) / (len(largest) + 1))
        anywhere = max(anywhere, NORMAL.cdf(-reached))  # what any day shows is no rarer than what one day does
        if self.units < bootstrap.FEW:  # their resamples hardly differ, so that all days look like the one chosen
            anywhere = max(anywhere, min(1.0, len(self.after) / measure.WINDOW * NORMAL.cdf(-reached)))
        of_year = self._normal(self.year.estimate, float(np.nanstd(self.year.draws)) * self._inflation)
        ways = [anywhere, max(NORMAL.cdf(-of_year), NORMAL.cdf(-reached))]
        month = measure.WINDOW - 1
        if month < len(self.after) and error[month] > 0.0:
            ways.append(NORMAL.cdf(-self._normal(float(self.after[month]), float(error[month]))))
        return min(WAYS * min(ways), 1.0)

    @property
    def _inflation(self) -> float:
        return math.sqrt(self.units / (self.units - 1))

    def _normal(self, estimate: float, error: float) -> float:
        """How many standard errors above zero; few replicates know their spread badly, so t becomes normal."""
        from scipy.special import ndtri, stdtr

        if not error > 0.0:
            return math.copysign(math.inf, estimate)
        reached = estimate / error
        return (
            float(ndtri(stdtr(self.units - 1, reached)))
            if reached < 0.0
            else min(reached, -float(ndtri(stdtr(self.units - 1, -reached))))
        )

    @cached_property
    def counts(self) -> bool | None:
        """Whether a loss is told from chance; None where one replicate cannot tell."""
        if not self.peak.estimate > NOTHING:
            return False
        return None if math.isnan(self.chance) else self.chance < LEVEL

    @property
    def passes(self) -> bool:
        """Whether a part that passes is told from none, so that there is a worst that means something."""
        depth = self.depth.interval()
        least = depth.estimate if math.isnan(depth.low) else depth.low
        return bool(least > NOTHING and self.peak.estimate >= self.year.estimate)

    def samples(self) -> dict[str, Sample]:
        """Estimate and resamples of what is read from the curve, but the days on which it crosses lines.

        They are there whether or not the loss counts: who reports them asks :attr:`counts` and :attr:`passes`. A
        half-life not over by the end is infinite.
        """
        known, drawn = self.course, self.resampled
        halved = math.inf if known.half_life_censored[0] else known.half_life[0]
        rebound = self._corrected(known.rebound, known.day_of_rebound, drawn.rebound, drawn.day_of_rebound)
        samples = {
            "peak": self.peak,
            "day_of_peak": self._sample(known.day_of_peak[0], drawn.day_of_peak, 0.0, self.last_day),
            "depth": self.depth,
            "half_life": self._sample(
                halved, np.where(drawn.half_life_censored, np.inf, drawn.half_life), 0.0, math.inf
            ),
            "stays": self.stays,
            "rebound": self._sample(min(rebound.estimate, 0.0), np.minimum(rebound.draws, 0.0), most=0.0),
        }
        for days in MILESTONES:
            if days <= len(self.after):
                samples[f"effect_{days}"] = self._sample(self.after[days - 1], self.draws[:, days - 1])
        samples["effect_end"] = self._sample(self.after[-1], self.draws[:, -1])
        return samples

    def _sample(self, estimate: float, draws: Floats, least: float = -math.inf, most: float = 1.0) -> Sample:
        return Sample(float(estimate), draws, self.replicates, least, most, self.units)

    def _corrected(self, value: Floats, day: Floats, drawn: Floats, drawn_day: Floats) -> Sample:
        """Take off what choosing the extreme day adds: chosen on a resample, read on the original curve."""
        if math.isnan(day[0]) or self.units < 2:
            return self._sample(value[0], drawn)
        on_original = self.after[np.nan_to_num(drawn_day).astype(np.intp)]
        excess = float(np.nanmean(drawn - on_original))
        estimate = float(value[0]) - excess
        return self._sample(estimate, drawn - float(np.nanmean(drawn)) + estimate)
