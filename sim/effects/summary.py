"""From the figures of the replicates and their curves to estimates with intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.effects import bootstrap
from sim.effects import durability as measure
from sim.effects.bootstrap import Interval, Sample
from sim.effects.curves import Curves
from sim.effects.lines import back_within
from sim.effects.outcomes import OF_ALL, OUTCOMES, REAL, STEADY_STATE, SUMS, Outcome
from sim.effects.pooled import Pooled
from sim.effects.replicates import OF_YEAR, by_replicate, year_cut
from sim.effects.start import BEGAN, count_idle, start_of, without_idle
from sim.effects.survival import kaplan_meier

Floats = NDArray[np.float64]

SUMMARY_COLUMNS = ("outcome", "label", "unit", "n", "estimate", "low", "high", "censored_share", "method", "note")
CHANCE = "no loss is told from chance"
STAYING = "nothing that passes is told from none"
FLAT = "which day is the worst cannot be told"
SHORT = "the run is too short to tell"
WHOLE = "what stays is not known: all that is missing"
NOT_TOLD = "the orders averted cannot be told from none"


def summarise(
    effects: pd.DataFrame,
    daily: pd.DataFrame | None = None,
    start: int = 0,
    *,
    ramp: int = 0,
    curves: Curves | None = None,
    repeats: int = 1,
    pooled: Pooled | None = None,
) -> pd.DataFrame:
    """Estimate every outcome with its 95 % interval.

    ``effects``: as made by :func:`sim.effects.replicate_effects`; ``daily``: the table they come from, or ``curves`` in
    its place; without either the outcomes of the pooled curve are left out; ``repeats``: replicates in a row that share
    a set of parameters, and so are drawn together; ``pooled``: of these curves, where it is there already. Return
    outcome, label, unit, n (replicates that have a figure), estimate, low, high, censored_share, method, note. An
    infinite duration means "not within the run"; NaN that there is none, for the reason in ``note``. Rows of method
    'spread between runs' have the median of the runs (Kaplan-Meier for durations) and the bounds between which 10
    to 90 % of the runs lie. Where a trigger decides when the barrier begins, replicates in which it never did are
    left out, and the row ``began`` counts them. For runs without barriers ``effects`` is empty: the steady state of
    ``daily`` from day ``start`` on is told instead, where given.
    """
    if not len(effects):
        return _table([] if daily is None else _steady_state(daily, start, repeats))
    lost, cut, effects = start_row(effects), len(year_cut(effects)), without_idle(effects)
    if not len(effects):
        return _table([lost])
    if curves is None and daily is not None:
        curves = Curves.of(daily, start_of(effects, start), ramp)
    wide = by_replicate(effects)
    weight = bootstrap.weights_of(wide.index, repeats)
    course = {row["outcome"]: row for row in _pooled(curves, weight, pooled)} if curves is not None else {}
    rows: list[dict[str, object]] = []
    for name, outcome in OUTCOMES.items():
        if name == BEGAN:
            rows += [lost] if lost else []
        elif outcome.summary == "pooled":
            rows += [course[name]] if name in course else []
        elif outcome.summary == "runs":
            rows += [_spread(outcome, effects)] if outcome.parts[0] in wide else []
        elif name in wide:
            rows.append(_sum(outcome, wide, weight))
            if 0 < cut < len(wide) and name in OF_YEAR:  # in all of them: as with a start that is late for all
                rows[-1]["censored_share"] = cut / len(wide)
                rows[-1]["note"] = rows[-1]["note"] or f"less than a year left in {cut} of {len(wide)} runs"
    return _table(rows)


def start_row(effects: pd.DataFrame) -> dict[str, object]:
    """Tell the day on which the barrier began, where a trigger decided it; else an empty row."""
    days = effects[effects["outcome"] == BEGAN]
    if not len(days):
        return {}
    known, never = days["value"].dropna(), count_idle(days)
    bounds = known.quantile([0.5, 0.1, 0.9]) if len(known) else [math.nan] * 3
    left_out = f"never in {never} of {len(days)} runs, which are left out" if never else "10 to 90 % of runs"
    interval = Interval(*(float(bound) for bound in bounds))
    return _row(OUTCOMES[BEGAN], interval, len(known), "spread between runs", never / len(days), left_out)


def _sum(outcome: Outcome, wide: pd.DataFrame, weight: Floats) -> dict[str, object]:
    note = ""
    if outcome.summary == "ratio":
        sample = ratio_sample(outcome, wide, weight)
        if not above_zero(outcome.parts[1], wide, weight):
            note = NOT_TOLD if outcome.parts[1].startswith("averted") else "nothing to divide by"
        if note:
            sample = sample._replace(estimate=math.nan)
        interval = sample.interval()
        if not note and sample.same:
            interval, note = Interval(sample.estimate, math.nan, math.nan), f"the same in all {sample.replicates} runs"
        return _row(outcome, interval, sample.replicates, "ratio of sums, paired bootstrap", note=note)
    if outcome.summary == "constant":
        value = float(wide[outcome.name].iloc[0])
        return _row(outcome, Interval(value, math.nan, math.nan), len(wide), "market size")
    sample = mean_sample(outcome, wide, weight)
    interval = sample.interval()
    if sample.same and outcome.name not in REAL:  # what a barrier costs may well be the same everywhere
        interval, note = Interval(sample.estimate, math.nan, math.nan), f"the same in all {sample.replicates} runs"
    return _row(outcome, interval, sample.replicates, "mean, paired bootstrap", note=note)


def mean_sample(outcome: Outcome, wide: pd.DataFrame, weight: Floats) -> Sample:
    """Mean of an outcome over replicates."""
    return bootstrap.mean(wide[outcome.name], weight)._replace(least=0.0 if outcome.name in SUMS else -math.inf)


def ratio_sample(outcome: Outcome, wide: pd.DataFrame, weight: Floats) -> Sample:
    """Ratio of the sums of an outcome's two parts."""
    top, bottom = (wide[part].to_numpy(np.float64) for part in outcome.parts)
    return bootstrap.ratio(top, bottom, weight, outcome.scale)._replace(
        most=1.0 if outcome.name in OF_ALL else math.inf
    )


def above_zero(name: str, wide: pd.DataFrame, weight: Floats) -> bool:
    """Whether a total can be divided by: its interval (for one replicate, itself) lies above none."""
    sample = bootstrap.mean(wide[name], weight)
    total = sample.interval()
    if name not in SUMS or sample.independent >= bootstrap.FEW:
        return (total.estimate if math.isnan(total.low) else total.low) > 0.0
    return bool((sample.draws > 0.0).all())  # no sum can be below none, however wide the interval of so few


def _pooled(curves: Curves, weight: Floats, made: Pooled | None) -> Iterable[dict[str, object]]:
    pooled = Pooled(curves, weight) if made is None else made
    counts = pooled.counts is not False
    short = "" if pooled.second else SHORT
    worst = pooled.samples()["day_of_peak"].interval()
    flat = worst.high - worst.low > 2.0 * measure.WINDOW
    for name, sample in pooled.samples().items():
        note = ""
        if name in ("peak", "day_of_peak", "depth", "half_life"):
            note = CHANCE if not counts else "" if pooled.passes else STAYING
            if not note and name in ("day_of_peak", "half_life") and flat:
                note = FLAT
        elif name == "stays" and short:
            note = SHORT
        told = not note
        if name == "depth" and told:
            note = WHOLE if short else ""
        if name == "stays" and told:
            note = _which_year(pooled)
        yield _pooled_row(name, sample, note, told)
    for name, line in measure.LINES.items():
        back = back_within(pooled, line)
        note = back.note if counts else CHANCE
        yield _pooled_row(name, back.sample, note, not note)
    yield _row(
        OUTCOMES["chance"], Interval(pooled.chance, math.nan, math.nan), pooled.replicates, "bootstrap, all days"
    )
    past = curves.observed()
    if past is not None:
        yield _pooled_row("observer_peak", Pooled(past, weight).peak)


def _which_year(pooled: Pooled) -> str:
    """Say which year tells what stays, where it is not the second."""
    if pooled.second is None or pooled.second[0] == measure.YEAR:
        return ""
    return f"of the last year of the run, days {pooled.second[0] + 1} to {pooled.second[1]}"


def _pooled_row(name: str, sample: Sample, note: str = "", told: bool = True) -> dict[str, object]:
    interval = sample.interval() if told else Interval(math.nan, math.nan, math.nan)
    duration = OUTCOMES[name].unit == "days" and told
    share = float(np.isinf(sample.draws).mean()) if duration else float(name == "stays" and note == SHORT)
    return _row(OUTCOMES[name], interval, sample.replicates, "pooled curve, paired bootstrap", share, note)


def _spread(outcome: Outcome, effects: pd.DataFrame) -> dict[str, object]:
    """Median of the runs, and the range of the middle 80 %."""
    rows = effects[effects["outcome"] == outcome.parts[0]]
    rows = rows[rows["value"].notna()]
    if not len(rows):
        return _row(outcome, Interval(math.nan, math.nan, math.nan), 0, "spread between runs")
    if outcome.unit == "days":
        curve = kaplan_meier(rows["value"], rows["censored"])
        interval = Interval(*(curve.quantile(share) for share in (0.5, 0.1, 0.9)))
    else:
        interval = Interval(*(float(bound) for bound in rows["value"].quantile([0.5, 0.1, 0.9])))
    return _row(
        outcome, interval, len(rows), "spread between runs", float(rows["censored"].mean()), "10 to 90 % of runs"
    )


def _row(
    outcome: Outcome, interval: Interval, n: int, method: str, censored_share: float = 0.0, note: str = ""
) -> dict[str, object]:
    return {
        "outcome": outcome.name, "label": outcome.label, "unit": outcome.unit, "n": n, **interval._asdict(),
        "censored_share": censored_share, "method": method, "note": note,
    }  # fmt: skip


def _steady_state(daily: pd.DataFrame, start: int, repeats: int) -> Iterable[dict[str, object]]:
    baseline = daily[(daily["arm"] == "baseline") & (daily["day"] >= start)]
    columns = [fact.column for fact in STEADY_STATE if fact.column in baseline]
    means = baseline.groupby("replicate")[columns].mean()
    weight = bootstrap.weights_of(means.index, repeats)
    for fact in STEADY_STATE:
        if fact.column in means and len(means):
            values = means[fact.column] * fact.scale
            sample = bootstrap.mean(values, weight)._replace(least=0.0 if (values >= 0.0).all() else -math.inf)
            outcome = Outcome(fact.name, fact.label, fact.unit)
            yield _row(outcome, sample.interval(), sample.replicates, "mean, bootstrap")


def _table(rows: Iterable[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(SUMMARY_COLUMNS))
