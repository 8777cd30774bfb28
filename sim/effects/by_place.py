"""The league told by stage, partner and level: in each, which barrier does most, how sure that is, and what it costs.

Every scenario of the league stands in each place that its barriers have, so a partner named by three barriers is told
with all three. Nothing is shared out: a scenario of several barriers counts whole in each of its places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from sim.effects import bootstrap
from sim.effects.curves import Curves
from sim.effects.league import common, sample_of
from sim.effects.outcomes import OUTCOMES, Outcome
from sim.effects.pooled import Pooled
from sim.effects.ranking import ranking
from sim.effects.replicates import by_replicate
from sim.effects.start import without_idle
from sim.model.interventions.base import Intervention

Scenarios = Mapping[str, Mapping[str, Intervention]]
COLUMNS = (
    "place", "scenario", "rank", "outcome", "unit", "n", "estimate", "low", "high", "probability_best",
    "cost_first_year", "per_1000_eur",
)  # fmt: skip
GROUPS = {"by_stage": "stage", "by_partner": "partner", "by_level": "level"}
"""Tables, and what their first column is called."""


def places(kind: str, barriers: Mapping[str, Intervention]) -> list[str]:
    """Name the places that the barriers of a scenario have; ``kind``: of GROUPS. Shocks are nobody's barrier."""
    own = [barrier for barrier in barriers.values() if not barrier.is_shock()]
    if kind == "by_stage":
        found = [barrier.at_stage() for barrier in own]
    elif kind == "by_partner":
        found = [partner for barrier in own for partner in barrier.partners]
    else:
        found = [f"level: {barrier.at_level()}" for barrier in own]
        found += [f"nature: {barrier.nature()}" for barrier in own]
        found += [f"law: {_law({barrier.law() for barrier in own})}"] if own else []
    return list(dict.fromkeys(found))


def _law(used: set[str]) -> str:
    return "administrative and criminal" if len(used) > 1 else next(iter(used))


def by_place(
    effects: pd.DataFrame, curves: Mapping[str, Curves], scenarios: Scenarios, criterion: str, repeats: int = 1
) -> dict[str, pd.DataFrame]:
    """Tell the league by stage, partner and level; return one table for each, best first within a place.

    ``effects``: columns scenario, replicate, outcome, value, censored; ``curves``: by scenario, needed for outcomes of
    the pooled curve; ``criterion``: outcome by which they are ranked; ``repeats``: see :func:`sim.effects.summarise`.
    Only replicates that all scenarios have are used, as in the league, and all scenarios share the resamples. Empty
    where nothing can be held against each other.
    """
    effects = without_idle(effects)
    names = [name for name in dict.fromkeys(effects["scenario"]) if name in scenarios]
    replicates = common(effects, names)
    outcome = OUTCOMES.get(criterion)
    if outcome is None or not len(replicates) or outcome.summary in ("runs", "constant"):
        return {}
    weight = bootstrap.weights_of(replicates, repeats)
    draws, told = {}, {}
    for name in names:
        own = effects[(effects["scenario"] == name) & effects["replicate"].isin(replicates)]
        wide = by_replicate(own.drop(columns="scenario"))
        pooled = None
        if outcome.summary == "pooled":
            if name not in curves:
                return {}
            pooled = Pooled(curves[name].only(replicates), weight)
        elif outcome.name not in wide and outcome.summary == "mean":
            return {}
        sample = sample_of(outcome, wide, weight, pooled)
        cost = float(wide["cost_first_year"].mean()) if "cost_first_year" in wide else np.nan
        averted = float(wide["averted_first_year"].mean()) if "averted_first_year" in wide else np.nan
        draws[name] = sample.apart
        told[name] = (*sample.interval(), cost, 1000.0 * averted / cost if cost > 0.0 else np.nan, len(wide))
    return {
        kind: pd.DataFrame(
            _rows(kind, {n: scenarios[n] for n in names}, draws, told, outcome), columns=list(COLUMNS)
        ).rename(columns={"place": head})
        for kind, head in GROUPS.items()
    }


def _rows(
    kind: str,
    scenarios: Scenarios,
    draws: Mapping[str, np.ndarray],
    told: Mapping[str, tuple[float, ...]],
    outcome: Outcome,
) -> Iterator[tuple[object, ...]]:
    high_is_best = outcome.better >= 0
    members: dict[str, list[str]] = {}
    for name, barriers in scenarios.items():
        for place in places(kind, barriers):
            members.setdefault(place, []).append(name)
    for place in sorted(members):
        names = members[place]
        best = ranking(np.stack([draws[name] for name in names], axis=1), high_is_best).probability_best
        if told[names[0]][-1] < 2:
            best = np.full(len(names), np.nan)
        sign = -1.0 if high_is_best else 1.0
        order = np.argsort([sign * told[name][0] for name in names], kind="stable")
        for rank, i in enumerate(order, 1):
            name = names[int(i)]
            estimate, low, high, cost, per_euro, n = told[name]
            yield place, name, rank, outcome.name, outcome.unit, n, estimate, low, high, float(best[i]), cost, per_euro
