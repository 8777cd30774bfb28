"""The durability league: scenarios against each other, replicate by replicate, and what a combination adds.

Scenarios share seeds, so replicate 7 of one is the same world as replicate 7 of another and differences are paired.
Only replicates that every scenario has are used, and, where triggers decide whether a barrier begins, in which every
scenario began: others say nothing about how it compares. Every resample draws the same replicates for all scenarios,
which keeps the pairing; differences, the probability of being best and the ranks come from these resamples.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.effects import bootstrap
from sim.effects.bootstrap import Interval, Sample
from sim.effects.curves import Curves
from sim.effects.durability import LINES
from sim.effects.lines import back_within
from sim.effects.outcomes import OUTCOMES, Outcome
from sim.effects.pooled import Pooled
from sim.effects.ranking import ranking
from sim.effects.replicates import by_replicate
from sim.effects.start import without_idle
from sim.effects.summary import mean_sample, ratio_sample, summarise

Floats = NDArray[np.float64]

CRITERIA = (
    "averted_first_year", "averted_orders", "averted_per_1000_eur", "stays", "peak", "depth", "half_life",
    "displaced_share", "rebound", "harm_averted", "organised_profit_averted",
)  # fmt: skip
LEAGUE_COLUMNS = (
    "outcome", "scenario", "label", "unit", "n", "estimate", "low", "high", "method", "note",
    "against", "difference", "difference_low", "difference_high", "narrowing",
    "probability_best", "rank_low", "rank_high", "runs_median", "runs_unfinished", "replicates_needed",
)  # fmt: skip
PRECISION = 0.1
"""Half-width, as a share of the estimate, to which ``replicates_needed`` refers."""


def league(
    effects: pd.DataFrame,
    curves: Mapping[str, Curves],
    outcomes: Sequence[str] = CRITERIA,
    against: str | None = None,
    repeats: int = 1,
) -> pd.DataFrame:
    """Rank scenarios by each outcome, best first.

    ``effects``: columns scenario, replicate, outcome, value, censored; ``curves``: revenue of both arms by scenario;
    ``against``: scenario that differences are taken from (default: the best by that outcome); ``repeats``: see
    :func:`sim.effects.summarise`. Return one row per
    outcome and scenario: the estimate with its interval, as :func:`sim.effects.summarise` tells it; the paired
    ``difference`` with its interval and how many times wider it would be unpaired (``narrowing``); the probability of
    being best and the ranks within which it lies with 95 % (NaN for outcomes of which neither direction is better);
    the spread between runs (median, and share not over within the run); and the replicates after which the interval of
    the estimate would be within 10 %. Nothing that hangs on a line of 5 % is ranked, and no duration: what lasts is
    ranked by the orders averted over a year and over the run, and by what stays. A figure that is not told from chance
    has no estimate, but its resamples take part in the ranking for what they are; a ratio to what cannot be told from
    none is no figure at all, and its scenario has no part. Raise ValueError for an unknown outcome or scenario, or one
    without curves.
    """
    effects = without_idle(effects)
    names = list(dict.fromkeys(effects["scenario"]))
    for kind, asked, known in (
        ("outcome", outcomes, list(OUTCOMES)),
        ("scenario", [against] if against is not None else [], names),
        ("scenario", names, list(curves)),
    ):
        unknown = [name for name in asked if name not in known]
        if unknown:
            raise ValueError(f"unknown {kind} {unknown[0]!r}; known are {', '.join(known)}")
    table = _Table(effects, curves, names, repeats)
    rows = [row for name in outcomes for row in table.rank(OUTCOMES[name], against)]
    return pd.DataFrame(rows, columns=list(LEAGUE_COLUMNS))


def common(effects: pd.DataFrame, scenarios: Sequence[str]) -> NDArray[np.int64]:
    """Replicates that every scenario has, and in which it began, ascending."""
    have = without_idle(effects).drop_duplicates(["scenario", "replicate"]).groupby("replicate")["scenario"].nunique()
    return np.sort(have.index[have == len(scenarios)].to_numpy(np.int64))


class _Table:
    """Samples of all scenarios by outcome, from the same replicates and resamples."""

    def __init__(self, effects: pd.DataFrame, curves: Mapping[str, Curves], names: Sequence[str], repeats: int) -> None:
        self.names = list(names)
        replicates = common(effects, names)
        self.weight = bootstrap.weights_of(replicates, repeats)
        kept = effects[effects["replicate"].isin(replicates)]
        tables = {name: kept[kept["scenario"] == name].drop(columns="scenario") for name in names}
        used = {name: curves[name].only(replicates) for name in names}
        self.wide = {name: by_replicate(table) for name, table in tables.items()}
        self.pooled = {name: Pooled(used[name], self.weight) for name in names if len(replicates)}
        self.summary = {
            name: summarise(
                tables[name], curves=used[name], repeats=repeats, pooled=self.pooled[name]
            ).set_index("outcome")
            for name in names if len(replicates)
        }  # fmt: skip

    def rank(self, outcome: Outcome, against: str | None) -> list[dict[str, object]]:
        """Return the rows of one outcome, best first; none where a scenario does not have it."""
        if not self.pooled or any(outcome.name not in table.index for table in self.summary.values()):
            return []
        samples = [sample_of(outcome, self.wide[name], self.weight, self.pooled[name]) for name in self.names]
        point = np.array([sample.estimate for sample in samples])
        untold = [math.isnan(self.summary[name].loc[outcome.name, "estimate"]) for name in self.names]
        score = np.where(untold, -np.inf, point if outcome.better >= 0 else -point)
        order = np.argsort(-score, kind="stable")
        base = self.names.index(against) if against is not None else int(order[0])
        drawn = np.stack([sample.apart for sample in samples], axis=1)
        if outcome.summary == "ratio":
            drawn[:, untold] = math.nan
        ranks = ranking(drawn, outcome.better >= 0)
        rows: list[dict[str, object]] = []
        for i in order:
            name, known = self.names[i], self.summary[self.names[i]].loc[outcome.name]
            gap, narrowing = _difference(samples[i], samples[base], int(i) == base)
            interval = Interval(*(float(known[column]) for column in Interval._fields))
            runs = self._runs(name, outcome)
            judged = outcome.better != 0 and samples[i].independent > 1
            judged = judged and not (untold[i] and outcome.summary == "ratio")
            rows.append(
                {
                    "outcome": outcome.name, "scenario": name, "label": outcome.label, "unit": outcome.unit,
                    "n": known["n"], **interval._asdict(), "method": known["method"], "note": known["note"],
                    "against": self.names[base], "difference": gap.estimate,
                    "difference_low": gap.low, "difference_high": gap.high, "narrowing": narrowing,
                    "probability_best": float(ranks.probability_best[i]) if judged else math.nan,
                    "rank_low": float(ranks.rank_low[i]) if judged else math.nan,
                    "rank_high": float(ranks.rank_high[i]) if judged else math.nan,
                    "runs_median": runs.get("estimate", math.nan),
                    "runs_unfinished": runs.get("censored_share", math.nan),
                    "replicates_needed": _needed(
                        interval, int(known["n"]), PRECISION * abs(interval.estimate), samples[i].independent
                    ),
                }
            )  # fmt: skip
        return rows

    def _runs(self, name: str, outcome: Outcome) -> Mapping[str, float]:
        table = self.summary[name]
        row = f"run_{outcome.name}"
        return dict(table.loc[row, ["estimate", "censored_share"]]) if row in table.index else {}


def sample_of(outcome: Outcome, wide: pd.DataFrame, weight: Floats, pooled: Pooled | None) -> Sample:
    """Estimate and resamples of one outcome; raise ValueError for one of the pooled curve where there is none."""
    if outcome.summary == "pooled":
        samples = pooled.samples() if pooled is not None else {}
        if outcome.name in LINES and pooled is not None:
            return back_within(pooled, LINES[outcome.name]).sample
        if outcome.name not in samples:
            raise ValueError(f"{outcome.name} cannot be resampled without curves, or not at all")
        return samples[outcome.name]
    if outcome.summary == "ratio":
        return ratio_sample(outcome, wide, weight)
    return mean_sample(outcome, wide, weight)


def _difference(sample: Sample, base: Sample, same: bool) -> tuple[Interval, float]:
    """Paired difference with its interval, and how many times wider it would be unpaired."""
    with np.errstate(invalid="ignore"):  # two half-lives beyond the run have no difference
        gap = Sample(
            sample.estimate - base.estimate, sample.draws - base.draws, min(sample.replicates, base.replicates),
            units=min(sample.independent, base.independent),
        )  # fmt: skip
    known = np.isfinite(gap.draws)
    if same or not known.any() or gap.independent < 2:
        return gap.interval(), math.nan
    apart = math.sqrt(float(sample.draws[known].var() + base.draws[known].var()))
    together = float(gap.draws[known].std())
    return gap.interval(), apart / together if together > 0.0 else math.nan


def _needed(interval: Interval, replicates: int, half_width: float, independent: int) -> float:
    """Intervals narrow with the square root of the replicates; those of few ``independent`` ones are wider by that."""
    if half_width <= 0.0:
        return math.inf
    needed = replicates * (bootstrap.settled(interval.half_width, independent) / half_width) ** 2
    return float(max(math.ceil(needed - 1e-9), 2)) if math.isfinite(needed) else needed


def required_replicates(
    effects: pd.DataFrame, outcome: str, half_width: float, curves: Curves | None = None, repeats: int = 1
) -> float:
    """Estimate how many replicates give an outcome's 95 % interval this half-width, in the outcome's own unit.

    ``effects``: of one scenario; ``curves``: its curves, needed for outcomes of the pooled curve; ``repeats``: see
    :func:`sim.effects.summarise`. Infinite where a bound lies beyond the run, the half-width is not positive or the
    barrier never began, NaN where there is no interval yet. Raise ValueError for an unknown outcome.
    """
    if outcome not in OUTCOMES:
        raise ValueError(f"unknown outcome {outcome!r}; known are {', '.join(OUTCOMES)}")
    wide = by_replicate(effects)
    if not len(wide):
        return math.inf
    weight = bootstrap.weights_of(wide.index, repeats)
    pooled = Pooled(curves, weight) if curves is not None and OUTCOMES[outcome].summary == "pooled" else None
    sample = sample_of(OUTCOMES[outcome], wide, weight, pooled)
    interval = sample.interval()
    if math.isinf(interval.high) or math.isinf(interval.low):
        return math.inf
    return _needed(interval, sample.replicates, half_width, sample.independent)
