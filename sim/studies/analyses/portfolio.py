"""Portfolios: which sets of barriers, at which intensities, no other beats in both cost and effect.

The search is SciPy's differential evolution, once for each of several limits on cost; every candidate it tries is a
configuration of the study, run in paired replicates and stored, so a search that was stopped goes on where it was.
Only the replicates that it has not seen are reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from sim.effects import OUTCOMES, bootstrap
from sim.effects.bootstrap import Interval
from sim.effects.intervals import mean_of_sets
from sim.effects.replicates import by_replicate
from sim.effects.start import without_idle
from sim.effects.summary import mean_sample, ratio_sample
from sim.settings import SettingsError
from sim.settings.errors import TYPED
from sim.studies.analyses.shared.criterion import check_better
from sim.studies.analyses.shared.portfolios import (
    CONFIRMED,
    COST,
    LIMITS,
    at_once,
    front_of,
    search,
    searched,
    whole_sets,
)  # fmt: skip
from sim.studies.execution.runner import Runner
from sim.studies.question.analysis import Analysis
from sim.studies.question.axes import Axis
from sim.studies.question.plan import Plan
from sim.studies.storage.study import Study

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
        check_better(options.criterion)

    def points(self, axes: Sequence[Axis], options: Any) -> list[dict[str, Any]]:
        return [{}]  # found by the search

    def evaluate(self, runner: Runner, plan: Plan) -> Plan:
        return search(runner, plan)

    def most(self, plan: Plan) -> int:
        """Count whole sets, the candidates with which every search begins, and those of its generations."""
        return whole_sets(plan) + at_once(plan) * (1 + len(LIMITS) * plan.options.generations)

    def most_runs(self, plan: Plan) -> int:
        return self.most(plan) * searched(plan) + CONFIRMED * plan.settings.replicates

    def reported_effects(self, effects: pd.DataFrame, plan: Plan) -> pd.DataFrame:
        fresh = effects[effects["replicate"] >= plan.settings.replicates]
        return fresh if len(fresh) else effects

    def replicates(self, study: Study) -> int:
        table = study.tables.get("portfolios")
        return int(table["replicates"].min()) if table is not None and len(table) else int(study.replicates)

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

    def chooses(self, study: Study) -> list[str]:
        from sim.views.portfolio import advised

        table = study.tables.get("portfolios")
        best = advised(table) if table is not None and len(table) else None
        return [] if best is None else [str(best["portfolio"])]

    def advice(self, study: Study) -> list[str]:
        from sim.views.charts import criterion_of
        from sim.views.portfolio import portfolio_advice

        table = study.tables.get("portfolios")
        if table is None or not len(table):
            return []
        return portfolio_advice(table, *criterion_of(study), _budget(study))


def _budget(study: Study) -> float:
    return float(study.record["options"]["budget_eur"])


def _effect(criterion: str, wide: pd.DataFrame, repeats: int) -> Interval:
    """Tell the criterion as a summary does; of the pooled curve, whose days were not kept, the mean of the runs."""
    outcome = OUTCOMES[criterion]
    weight = bootstrap.weights_of(wide.index, repeats)
    if outcome.summary == "ratio":
        return ratio_sample(outcome, wide, weight).interval()
    if outcome.summary == "mean":
        return mean_sample(outcome, wide, weight).interval()
    return mean_of_sets(wide[criterion], repeats)


def pareto(study: Study, plan: Plan) -> pd.DataFrame:
    """Tell cost and effect of the portfolios of the front in the fresh replicates, cheapest first.

    Return portfolio, cost (EUR, first year), effect (the criterion) with its interval, replicates, on_front (whether
    it still is on the front among these), within_budget.
    """
    fresh = without_idle(study.effects[study.effects["replicate"] >= plan.settings.replicates])
    rows = []
    for scenario, table in fresh.groupby("scenario", sort=False):
        wide = by_replicate(table)
        effect = _effect(plan.options.criterion, wide, plan.options.repeats)
        rows.append((str(scenario), float(wide[COST].mean()), *effect, len(wide)))
    known = {str(row[0]): (row[1], row[2]) for row in rows}
    front = set(front_of(known))
    told = [(*row, row[0] in front, row[1] <= plan.options.budget_eur) for row in rows]
    return pd.DataFrame(sorted(told, key=lambda row: row[1]), columns=list(COLUMNS))
