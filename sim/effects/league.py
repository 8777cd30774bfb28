"""The durability league: scenarios against each other, replicate by replicate, and what a combination adds.

Scenarios share seeds, so replicate 7 of one is the same world as replicate 7 of another and differences are paired.
Only replicates that every scenario has are used. Rankings come from resampling whole replicates, all scenarios
together, which keeps the pairing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.effects import paired
from sim.effects.outcomes import OUTCOMES, Outcome
from sim.effects.paired import Interval
from sim.effects.summary import summarise
from sim.effects.survival import kaplan_meier, resampled_restricted_mean

Floats = NDArray[np.float64]

CRITERIA = (
    "depth", "half_life", "recovery", "averted_orders", "averted_per_1000_eur", "displaced_share", "rebound",
)  # fmt: skip
LEAGUE_COLUMNS = (
    "outcome", "scenario", "label", "unit", "n", "estimate", "low", "high", "censored_share", "method",
    "against", "difference", "difference_low", "difference_high", "narrowing",
    "probability_best", "rank_low", "rank_high", "replicates_needed",
)  # fmt: skip
PRECISION = 0.1
"""Half-width, as a share of the estimate, to which ``replicates_needed`` refers."""


def league(effects: pd.DataFrame, outcomes: Sequence[str] = CRITERIA, against: str | None = None) -> pd.DataFrame:
    """Rank scenarios by each outcome, best first.

    ``effects``: columns scenario, replicate, outcome, value, censored; ``against``: scenario that differences are
    taken from (default: the best by that outcome). Return one row per outcome and scenario: the estimate with its
    interval; the paired ``difference`` (of restricted means for durations) with its interval and how many times wider
    it would be unpaired (``narrowing``); the probability of being best and the ranks within which it lies with 95 %
    (NaN for outcomes of which neither direction is better); and the replicates after which the interval of the
    estimate would be within 10 %. Raise ValueError for an unknown outcome or scenario.
    """
    unknown = [name for name in outcomes if name not in OUTCOMES]
    if unknown:
        raise ValueError(f"unknown outcome {unknown[0]!r}; known are {', '.join(OUTCOMES)}")
    names = list(dict.fromkeys(effects["scenario"]))
    if against is not None and against not in names:
        raise ValueError(f"unknown scenario {against!r}; known are {', '.join(names)}")
    table = _Table(_common(effects, names), names)
    present = [name for name in outcomes if name in table.outcomes]
    rows = [row for name in present for row in table.rank(OUTCOMES[name], against)]
    return pd.DataFrame(rows, columns=list(LEAGUE_COLUMNS))


def _common(effects: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    have = effects.drop_duplicates(["scenario", "replicate"]).groupby("replicate")["scenario"].nunique()
    return effects[effects["replicate"].isin(have.index[have == len(names)])]


class _Table:
    """Values and censoring of all scenarios as arrays by outcome, and the resamples they share."""

    def __init__(self, effects: pd.DataFrame, names: Sequence[str]) -> None:
        self.names = list(names)
        self.replicates = np.sort(effects["replicate"].unique())
        self.outcomes = set(effects["outcome"])
        keys = effects.set_index(["outcome", "scenario", "replicate"]).sort_index()
        self._values, self._censored = keys["value"], keys["censored"].astype(np.float64)
        self._rows = paired.resample(max(len(self.replicates), 1))
        self._summaries = {
            name: summarise(effects[effects["scenario"] == name].drop(columns="scenario")).set_index("outcome")
            for name in self.names
        }

    def values(self, outcome: str) -> Floats:
        """Return values of shape (scenarios, replicates), NaN where there is none."""
        return self._spread(self._values, outcome)

    def _spread(self, column: pd.Series, outcome: str) -> Floats:
        wide = column.loc[outcome].unstack("replicate")
        return wide.reindex(index=self.names, columns=self.replicates).to_numpy(np.float64)

    def statistics(self, outcome: Outcome) -> tuple[Floats, Floats]:
        """Return what scenarios are compared by: shape (scenarios,), and resampled (resamples, scenarios)."""
        everyone = np.arange(len(self.replicates), dtype=np.intp)[None, :]
        return self._sampled(outcome, everyone)[0], self._sampled(outcome, self._rows)

    def _sampled(self, outcome: Outcome, rows: NDArray[np.intp]) -> Floats:
        values = self.values(outcome.name)
        if outcome.summary == "duration":
            censored = self._spread(self._censored, outcome.name) == 1.0
            horizon = float(np.nanmax(values, initial=0.0))
            each = zip(values, censored, strict=True)
            return np.stack([resampled_restricted_mean(v, c, rows, horizon) for v, c in each], axis=1)
        if outcome.summary == "ratio" and outcome.parts is not None:
            top, bottom = (self.values(part)[:, rows].sum(axis=2) for part in outcome.parts)
            return outcome.scale * _divide(top, bottom).T
        middle = _nanmedian if outcome.summary == "median" else _nanmean
        return np.stack([middle(v[rows]) for v in values], axis=1)

    def rank(self, outcome: Outcome, against: str | None) -> list[dict[str, object]]:
        """Return the rows of one outcome, best first."""
        point, sampled = self.statistics(outcome)
        high_is_best = outcome.better >= 0
        score = np.where(np.isnan(point), -np.inf, point if high_is_best else -point)
        order = np.argsort(-score, kind="stable")
        base = self.names.index(against) if against is not None else int(order[0])
        ranks = paired.ranking(sampled, high_is_best)
        values = self.values(outcome.name)
        wanted = PRECISION * np.abs(_nanmean(values))
        rows: list[dict[str, object]] = []
        for i in order:
            known = self._summaries[self.names[i]].loc[outcome.name]
            difference = self._difference(outcome, values, point, sampled, int(i), base)
            rows.append(
                {
                    "outcome": outcome.name, "scenario": self.names[i], "label": outcome.label, "unit": outcome.unit,
                    **{name: known[name] for name in ("n", "estimate", "low", "high", "censored_share", "method")},
                    "against": self.names[base], "difference": difference.estimate,
                    "difference_low": difference.low, "difference_high": difference.high,
                    "narrowing": math.nan if i == base else paired.pairing_gain(values[i], values[base]),
                    "probability_best": float(ranks.probability_best[i]) if outcome.better else math.nan,
                    "rank_low": float(ranks.rank_low[i]) if outcome.better else math.nan,
                    "rank_high": float(ranks.rank_high[i]) if outcome.better else math.nan,
                    "replicates_needed": paired.replicates_needed(values[i], float(wanted[i])),
                }
            )  # fmt: skip
        return rows

    def _difference(
        self, outcome: Outcome, values: Floats, point: Floats, sampled: Floats, i: int, base: int
    ) -> Interval:
        if outcome.summary == "mean":
            return paired.mean_interval(values[i] - values[base])
        gap = sampled[:, i] - sampled[:, base]
        estimate = float(point[i] - point[base])
        if len(self.replicates) < 2 or not np.isfinite(gap).any():
            return Interval(estimate, math.nan, math.nan)
        tail = 0.5 - paired.CONFIDENCE / 2.0
        low, high = np.nanquantile(gap, [tail, 1.0 - tail])
        return Interval(estimate, float(low), float(high))


def _divide(top: Floats, bottom: Floats) -> Floats:
    return np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0.0)


def _nanmean(values: Floats) -> Floats:
    known = ~np.isnan(values)
    return _divide(np.where(known, values, 0.0).sum(axis=1), known.sum(axis=1).astype(np.float64))


def _nanmedian(values: Floats) -> Floats:
    known = ~np.isnan(values).all(axis=1)
    middle = np.full(len(values), np.nan)
    middle[known] = np.nanmedian(values[known], axis=1)
    return middle


def synergy(
    effects: pd.DataFrame, combinations: Mapping[str, Sequence[str]], outcomes: Sequence[str] = ("averted_orders",)
) -> pd.DataFrame:
    """Tell whether combinations do more or less than their parts added up, paired by replicate.

    ``combinations``: scenario of the combination to the scenarios of its parts; ``outcomes``: ones that add up. Return
    combination, parts, outcome, unit, n, combined, sum_of_parts, synergy, low, high, verdict ('more', 'less' or
    'not told apart'). Raise ValueError for a scenario that is not there.
    """
    known = set(effects["scenario"])
    rows = []
    for name in outcomes:
        wide = effects[effects["outcome"] == name].pivot(index="replicate", columns="scenario", values="value")
        for combination, parts in combinations.items():
            missing = [scenario for scenario in (combination, *parts) if scenario not in known]
            if missing:
                raise ValueError(f"unknown scenario {missing[0]!r}; known are {', '.join(sorted(known))}")
            together = wide[[combination, *parts]].dropna()
            added = together[list(parts)].sum(axis=1)
            extra = paired.mean_interval(together[combination] - added)
            verdict = "more" if extra.low > 0.0 else "less" if extra.high < 0.0 else "not told apart"
            rows.append(
                {
                    "combination": combination, "parts": " + ".join(parts), "outcome": name,
                    "unit": OUTCOMES[name].unit, "n": len(together), "combined": float(together[combination].mean()),
                    "sum_of_parts": float(added.mean()), "synergy": extra.estimate, "low": extra.low,
                    "high": extra.high, "verdict": verdict,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def lasting(effects: pd.DataFrame, outcome: str = "recovery") -> pd.DataFrame:
    """Return the Kaplan-Meier curve of a duration for every scenario: scenario, days, share, low, high.

    ``share`` is that of the replicates in which the effect lasts longer; each curve begins at day 0 with 1.
    """
    parts = []
    for scenario, table in effects[effects["outcome"] == outcome].groupby("scenario", sort=False):
        curve = kaplan_meier(table["value"], table["censored"])
        steps = {"days": curve.times, "share": curve.survival, "low": curve.low, "high": curve.high}
        begin = pd.DataFrame({"days": [0.0], "share": [1.0], "low": [1.0], "high": [1.0]})
        parts.append(pd.concat([begin, pd.DataFrame(steps)], ignore_index=True).assign(scenario=scenario))
    if not parts:
        return pd.DataFrame(columns=["scenario", "days", "share", "low", "high"])
    return pd.concat(parts, ignore_index=True)[["scenario", "days", "share", "low", "high"]]
