"""Portfolios: which sets of barriers, at which intensities, no other beats in both cost and effect.

The search is SciPy's differential evolution, once for each of several limits on cost; every candidate it tries is a
configuration of the study, run in paired replicates and stored, so a search that was stopped goes on where it was.
Candidates of the front are run again in replicates that the search has not seen: the best of many tries looks better
than it is, and only the fresh replicates are reported.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.effects import OUTCOMES
from sim.effects.intervals import mean_interval
from sim.effects.start import without_idle
from sim.settings import Settings, SettingsError
from sim.settings.errors import TYPED
from sim.studies.execution.runner import Runner
from sim.studies.question.analysis import Analysis
from sim.studies.question.axes import Axis
from sim.studies.question.case import Case
from sim.studies.question.composer import set_value
from sim.studies.question.plan import Plan
from sim.studies.storage.study import Study

Floats = NDArray[np.float64]

COST = "cost_first_year"
STEP = 0.1
"""Intensities are tried in steps of this; below half a step a barrier is left out."""
LIMITS = (0.25, 0.5, 1.0)
"""Shares of the budget that a search each has to keep within."""
POPULATION = 4
"""Candidates of a generation per dimension."""
WHOLE_SETS = 6
"""Barriers up to which every set at full intensity is tried as well."""
COLUMNS = ("portfolio", "cost", "effect", "low", "high", "replicates", "on_front", "within_budget")


class Portfolio(Analysis):
    """The front of cost and effect, found by a search."""

    title = "Portfolios"
    reading = "Found by a search and run again in replicates that the search had not seen; only these are told."
    tables = {"portfolios": "sets of barriers that no other set beats in both cost and effect"}  # noqa: RUF012
    barriers = True
    searches = True

    def check(self, options: Any, axes: Sequence[Axis]) -> None:
        if any(axis.group or not axis.name.startswith("interventions.") for axis in axes):
            raise SettingsError("a portfolio varies its barriers, not the world", key="over", origin=TYPED,
                                hint="use +study=robustness for worlds")  # fmt: skip
        if options.criterion not in OUTCOMES or OUTCOMES[options.criterion].better != 1:
            better = [name for name, outcome in OUTCOMES.items() if outcome.better == 1]
            raise SettingsError(f"criterion={options.criterion} is nothing to have more of", key="criterion",
                                value=options.criterion, allowed=", ".join(better), origin=TYPED)  # fmt: skip

    def points(self, axes: Sequence[Axis], options: Any) -> list[dict[str, Any]]:
        return [{}]  # found by the search

    def evaluate(self, runner: Runner, plan: Plan) -> Plan:
        return search(runner, plan)

    def most(self, plan: Plan) -> int:
        """Count whole sets and the candidates of every search; each of these has a power of two of them at a time."""
        names = len(plan.settings.interventions)
        at_once = 2 ** math.ceil(math.log2(max(POPULATION * (names + len(plan.axes)), 5)))
        whole = 2**names - 1 if names <= WHOLE_SETS else 0
        return whole + len(LIMITS) * at_once * (plan.options.generations + 1)

    def derive(self, study: Study, plan: Plan) -> dict[str, pd.DataFrame]:
        return {"portfolios": pareto(study, plan)}

    def draw(self, study: Study) -> dict[str, Any]:
        from sim.views.charts import chart, criterion_of
        from sim.views.portfolio import plot_portfolios

        table = study.tables.get("portfolios")
        if table is None or not len(table):
            return {}
        figure, axes = chart()
        plot_portfolios(axes, table, *criterion_of(study), _budget(study))
        return {"portfolios": figure}

    def in_words(self, study: Study, table: pd.DataFrame) -> pd.DataFrame:
        from sim.views.charts import criterion_of
        from sim.views.portfolio import portfolio_table

        return portfolio_table(table, *criterion_of(study))

    def advice(self, study: Study) -> list[str]:
        from sim.views.charts import criterion_of
        from sim.views.portfolio import portfolio_advice

        table = study.tables.get("portfolios")
        if table is None or not len(table):
            return []
        return portfolio_advice(table, criterion_of(study)[1], _budget(study))


def _budget(study: Study) -> float:
    return float(study.record["options"]["budget_eur"])


def search(runner: Runner, plan: Plan) -> Plan:
    """Search for portfolios and run those of the front again; return the plan with every case that was run."""
    trial = _Trial(runner, plan)
    names = list(plan.settings.interventions)
    if len(names) <= WHOLE_SETS:
        whole = [
            np.array(row, dtype=np.float64) for row in itertools.product((0.0, 1.0), repeat=len(names)) if any(row)
        ]
        rest = np.full(len(plan.axes), 0.5)
        trial.evaluate(np.array([np.concatenate([row, rest]) for row in whole]))
    for limit in LIMITS:
        _evolve(trial, plan, limit * plan.options.budget_eur)
    front = _front(trial.known)
    replicates = plan.settings.replicates
    runner.progress.note(f"{len(trial.cases)} portfolios tried; {len(front)} of the front are run in fresh replicates")
    runner.evaluate([trial.cases[key] for key in front], range(replicates, 2 * replicates))
    return dataclasses.replace(plan, cases=tuple(trial.cases.values()))


class _Trial:
    """Candidates tried so far, with mean cost and effect of each."""

    def __init__(self, runner: Runner, plan: Plan) -> None:
        self._campaign, self._plan = runner, plan
        self.cases: dict[str, Case] = {}
        self.known: dict[str, tuple[float, float]] = {}

    def evaluate(self, candidates: Floats) -> Floats:
        """Return cost and effect of candidates, shape (candidates, 2); rows are shares per barrier and axis."""
        keys = []
        fresh: dict[str, Case] = {}
        for row in candidates:
            case = candidate(self._plan.settings, self._plan.axes, row, len(self.cases) + len(fresh))
            key = case.key if case is not None else ""
            keys.append(key)
            if case is not None and key not in self.cases and key not in fresh:
                fresh[key] = case
        if fresh:
            self._campaign.evaluate(list(fresh.values()), range(self._plan.settings.replicates))
            self.cases |= fresh
            self.known |= self._means(list(fresh.values()))
        nothing = (math.inf, -math.inf)  # a candidate that failed is never chosen
        return np.array([self.known.get(key, nothing) if key else (0.0, 0.0) for key in keys])

    def _means(self, cases: Sequence[Case]) -> dict[str, tuple[float, float]]:
        effects = without_idle(self._campaign.effects(cases, range(self._plan.settings.replicates)))
        if not len(effects):  # whose triggers never fire
            return {}
        table = effects.pivot_table(index="case", columns="outcome", values="value", aggfunc="mean")
        return {
            cases[int(number)].key: (float(row[COST]), float(row[self._plan.options.criterion]))
            for number, row in table.iterrows()
        }


def candidate(settings: Settings, axes: Sequence[Axis], row: Floats, number: int) -> Case | None:
    """Make the configuration of a candidate; None for the portfolio without barriers."""
    names = list(settings.interventions)
    values: dict[str, Any] = {}
    chosen = settings
    for name, share in zip(names, row, strict=False):
        values[f"interventions.{name}.intensity"] = round(round(float(share) / STEP) * STEP, 6)
    for axis, share in zip(axes, row[len(names) :], strict=True):
        values[axis.name] = axis.at(float(share))
    for key, value in values.items():
        chosen = set_value(chosen, key, value)
    kept = {name: barrier for name, barrier in chosen.interventions.items() if barrier.intensity > 0.0}
    if not kept:
        return None
    label = " + ".join(f"{name} {barrier.intensity:g}" for name, barrier in kept.items())
    return Case(dataclasses.replace(chosen, interventions=kept), label, "", number, values)


def _evolve(trial: _Trial, plan: Plan, limit: float) -> None:
    from scipy.optimize import differential_evolution

    dimensions = len(plan.settings.interventions) + len(plan.axes)

    def badness(columns: Floats) -> Floats:
        found = trial.evaluate(np.atleast_2d(columns.T))
        over = np.maximum(found[:, 0] / max(limit, 1e-9) - 1.0, 0.0)
        return np.where(np.isfinite(found[:, 1]), -found[:, 1] + 10.0 * np.minimum(over, 1e6), 1e12)

    rng = np.random.default_rng(plan.options.design_seed)
    differential_evolution(
        badness, [(0.0, 1.0)] * dimensions, maxiter=plan.options.generations, popsize=POPULATION, init="sobol",
        updating="deferred", vectorized=True, polish=False, tol=0.0, rng=rng,
    )  # fmt: skip


def _front(known: Mapping[str, tuple[float, float]]) -> list[str]:
    """Keys of what nothing else beats in both cost and effect, cheapest first."""
    ordered = sorted(known, key=lambda key: (known[key][0], -known[key][1]))
    best, front = 0.0, []
    for key in ordered:
        if known[key][1] > best:
            best = known[key][1]
            front.append(key)
    return front


def pareto(study: Study, plan: Plan) -> pd.DataFrame:
    """Tell cost and effect of the portfolios of the front in the fresh replicates, cheapest first.

    Return portfolio, cost (EUR, first year), effect (the criterion) with its interval, replicates, on_front (whether
    it still is on the front among these), within_budget.
    """
    fresh = without_idle(study.effects[study.effects["replicate"] >= plan.settings.replicates])
    rows = []
    for scenario, table in fresh.groupby("scenario", sort=False):
        wide = table.pivot(index="replicate", columns="outcome", values="value")
        effect = mean_interval(wide[plan.options.criterion])
        rows.append((str(scenario), float(wide[COST].mean()), *effect, len(wide)))
    known = {str(row[0]): (row[1], row[2]) for row in rows}
    front = set(_front(known))
    told = [(*row, row[0] in front, row[1] <= plan.options.budget_eur) for row in rows]
    return pd.DataFrame(sorted(told, key=lambda row: row[1]), columns=list(COLUMNS))
