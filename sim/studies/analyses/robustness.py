"""Robustness: each scenario over many states of the world; regret, satisficing, percentile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.studies.question.analysis import Analysis

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from sim.studies.question.axes import Axis


class Robustness(Analysis):
    """What each choice loses in each state of the world against the best choice there."""

    title = "Over all states of the world"
    reading = (
        "Regret: what a choice loses in a state of the world against the best choice there. Satisficing: "
        "share of the states in which it reaches the threshold."
    )
    tables = {  # noqa: RUF012
        "robustness": "each scenario over all states of the world: regret, satisficing, percentile",
        "regret": "what each scenario loses in each state against the best one there",
    }
    varied = 1
    rivals = barriers = True

    def check(self, options: Any, axes: Sequence[Axis]) -> None:
        from sim.studies.analyses.shared.criterion import check_better

        check_better(options.criterion)

    def derive(self, study: Any, plan: Any) -> dict[str, pd.DataFrame]:
        from sim.effects.robustness import across_states, by_replicate, regret, robustness

        rows = study.effects.rename(columns={"point": "state"})
        states = across_states(rows, plan.options.criterion)
        values = by_replicate(rows, plan.options.criterion, states)
        known = rows[(rows["outcome"] == plan.options.criterion) & rows["value"].notna()]
        sets = [number // plan.options.repeats for number in sorted(known["replicate"].unique())]
        return {
            "robustness": robustness(
                states, plan.options.threshold, plan.options.percentile, values, sets
            ).reset_index(),
            "regret": regret(states).reset_index(),
        }

    def draw(self, study: Any) -> dict[str, Any]:
        from sim.views.charts import rows_chart
        from sim.views.robustness import plot_robustness

        return rows_chart(study, "robustness", plot_robustness)

    def in_words(self, study: Any, table: pd.DataFrame) -> pd.DataFrame:
        from sim.views.charts import criterion_of
        from sim.views.robustness import robustness_table

        return robustness_table(table, criterion_of(study)[1])

    def chooses(self, study: Any) -> list[str]:
        from sim.views.robustness import least_regretted

        table = study.tables.get("robustness")
        return [least_regretted(table)] if table is not None and len(table) else []

    def advice(self, study: Any) -> list[str]:
        from sim.views.robustness import robustness_advice

        table = study.tables.get("robustness")
        return robustness_advice(table) if table is not None and len(table) else []
