"""The pooled effect curve, its bootstrap, and the first excursion read from both."""

from __future__ import annotations

import math
from functools import cached_property
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from sim.effects import bootstrap
from sim.effects import durability as measure
from sim.effects.bootstrap import Sample
from sim.effects.curves import Curves
from sim.effects.durability import Excursions

Floats = NDArray[np.float64]

NORMAL = NormalDist()
YEAR = 365
LEVEL = 0.05
"""Chance at which an excursion is still called chance."""
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
        self.draws: Floats = measure.missing_share(weight @ treated[:, self.start :], weight @ twin[:, self.start :])
        lost, usual = (sums_over(daily, self.start, self.start + YEAR) for daily in (gap, curves.twin))
        self.year: Sample = bootstrap.ratio(lost, usual, weight)
        self._measure(measure.RECOVERED)
        if not self.found.found[0] or self.depth.estimate < measure.RECOVERED:
            self._measure(math.inf)
        days = slice(self.start + int(self.found.recovery[0]), None)
        lost, usual = (np.nansum(daily[:, days], axis=1) for daily in (gap, curves.twin))
        self.later: Sample = bootstrap.ratio(lost, usual, weight)

    def _measure(self, level: float) -> None:
        """Find the first excursion that reaches a level, of the curve and of every resample."""
        self.found: Excursions = measure.first_excursions(self.after[None, :], self.ramp, level)
        self.resampled: Excursions = measure.first_excursions(self.draws, self.ramp, level)
        known, drawn = self.found, self.resampled
        depth = self._corrected(known.depth, known.day_of_depth, drawn.depth, drawn.day_of_depth)
        self.depth: Sample = Sample(
            float(np.clip(depth.estimate, 0.0, 1.0)), np.clip(depth.draws, 0.0, 1.0), self.replicates
        )

    def band(self, confidence: float = bootstrap.CONFIDENCE) -> tuple[Floats, Floats]:
        """Pointwise bounds of the curve from the start on, shape (days from the start on,) each."""
        return bootstrap.band(self.draws, self.replicates, confidence)

    @cached_property
    def chance(self) -> float:
        """Probability that drift alone shows as much as there is on the day of depth; NaN below two replicates.

        Drift shows it, in standard errors, on any day of the run: the largest deviation of every resample from the
        curve, as a day chosen for its depth is not any day. An effect that is shallow but lasts is told by its sum
        instead: should the revenue of the first year be less than the twin's beyond chance, a day within that year
        need only be so for itself. The smaller probability is taken, that of the sum doubled, so that having two ways
        does not find effects where none are.
        """
        found = self.found.day_of_depth[0]
        if self.replicates < 2 or math.isnan(found):
            return math.nan
        day, error = int(found), self.draws.std(axis=0) * self._inflation
        if not self.after[day] > 0.0:
            return 1.0
        reached = self._normal(float(self.after[day]), float(error[day]))
        deviation = bootstrap.divide(self.draws - self.after, np.broadcast_to(error, self.draws.shape))
        largest = np.nan_to_num(deviation, nan=0.0).max(axis=1)
        anywhere = float((1 + (largest >= reached).sum()) / (len(largest) + 1))
        if day >= YEAR:
            return anywhere
        of_year = self._normal(self.year.estimate, float(np.nanstd(self.year.draws)) * self._inflation)
        return min(anywhere, max(2.0 * NORMAL.cdf(-of_year), NORMAL.cdf(-reached)))

    @property
    def _inflation(self) -> float:
        return math.sqrt(self.replicates / (self.replicates - 1))

    def _normal(self, estimate: float, error: float) -> float:
        """How many standard errors above zero; few replicates know their spread badly, so t becomes normal."""
        from scipy.special import ndtri, stdtr

        if not error > 0.0:
            return math.copysign(math.inf, estimate)
        reached = estimate / error
        return (
            float(ndtri(stdtr(self.replicates - 1, reached)))
            if reached < 0.0
            else min(reached, -float(ndtri(stdtr(self.replicates - 1, -reached))))
        )

    @property
    def halved(self) -> bool:
        """Whether half of the depth was gone before the excursion ended."""
        found = self.found
        ended = found.recovery[0] - found.day_of_depth[0]
        return bool(found.half_life[0] < ended or found.depth[0] >= 2.0 * measure.RECOVERED)

    @property
    def counts(self) -> bool | None:
        """Whether there is an excursion that is more than chance; None where one replicate cannot tell."""
        if not self.found.found[0]:
            return False
        return None if math.isnan(self.chance) else self.chance < LEVEL

    def samples(self) -> dict[str, Sample]:
        """Estimate and resamples of every durability outcome; durations not over by the end are infinite.

        Durations are there whether or not the excursion counts: who reports them asks :attr:`counts`.
        """
        known, drawn = self.found, self.resampled
        samples = {
            "onset": self._sample(known.onset[0], drawn.onset),
            "depth": self.depth,
            "day_of_depth": self._sample(known.day_of_depth[0], drawn.day_of_depth),
            "half_life": self._duration("half_life"),
            "recovery": self._duration("recovery"),
        }
        if self.found.found[0] and not self.found.recovery_censored[0]:
            samples["effect_after"] = self.later
        rebound = self._corrected(known.rebound, known.day_of_rebound, drawn.rebound, drawn.day_of_rebound)
        samples["rebound"] = Sample(np.minimum(rebound.estimate, 0.0), np.minimum(rebound.draws, 0.0), self.replicates)
        for days in MILESTONES:
            if days <= len(self.after):
                samples[f"effect_{days}"] = self._sample(self.after[days - 1], self.draws[:, days - 1])
        samples["effect_end"] = self._sample(self.after[-1], self.draws[:, -1])
        return samples

    def _sample(self, estimate: float, draws: Floats) -> Sample:
        return Sample(float(estimate), draws, self.replicates)

    def _duration(self, name: str) -> Sample:
        value, cut = (getattr(self.found, key)[0] for key in (name, f"{name}_censored"))
        values, cuts = (getattr(self.resampled, key) for key in (name, f"{name}_censored"))
        return self._sample(math.inf if cut else value, np.where(cuts, np.inf, values))

    def _corrected(self, value: Floats, day: Floats, drawn: Floats, drawn_day: Floats) -> Sample:
        """Take off what choosing the extreme day adds: chosen on a resample, read on the original curve."""
        if math.isnan(day[0]) or self.replicates < 2:
            return self._sample(value[0], drawn)
        on_original = self.after[np.nan_to_num(drawn_day).astype(np.intp)]
        excess = float(np.nanmean(drawn - on_original))
        estimate = float(value[0]) - excess
        return self._sample(estimate, drawn - float(np.nanmean(drawn)) + estimate)
