"""The barrier model as a result: the matrix with what was touched, and the league by stage, partner and level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.studies.question.analysis import Analysis

if TYPE_CHECKING:
    import pandas as pd


class BarrierModel(Analysis):
    """Four stages by facilitators, opportunities, signals, partners and barriers; best barrier by place."""

    title = "the barrier model"
    tables = {  # noqa: RUF012
        "barrier_model": "stages by facilitators, opportunities, signals, partners and barriers, and what is touched",
        "by_stage": "the scenarios by the stage at which they act, best first",
        "by_partner": "the scenarios by the partners they name, best first",
        "by_level": "the scenarios by level, nature (preventive, repressive) and law, best first",
    }

    def applies(self, options: Any) -> bool:
        return True

    @property
    def shown(self) -> Sequence[str]:
        return ()  # the report has a page of its own for it

    def derive(self, study: Any, plan: Any) -> dict[str, pd.DataFrame]:
        from sim.effects.barrier_model import barrier_model, of_scenarios

        cases = {case.scenario: case for case in plan.main() if case.point == 0 and case.settings.interventions}
        if not cases or plan.analysis.searches:
            first = plan.cases[0].settings.interventions if plan.cases else {}
            return {"barrier_model": barrier_model(plan.settings.interventions or first)}
        if len(cases) == 1:
            case = next(iter(cases.values()))
            return {"barrier_model": barrier_model(case.settings.interventions, study.daily_of(case))}
        scenarios = {name: case.settings.interventions for name, case in cases.items()}
        return {"barrier_model": of_scenarios(scenarios.values(), scenarios), **_by_place(study, plan, scenarios)}

    def advice(self, study: Any) -> list[str]:
        from sim.views.barrier_model import best_placed

        table = study.tables.get("by_partner")
        return best_placed(table) if table is not None and len(table) else []


def _by_place(study: Any, plan: Any, scenarios: Any) -> dict[str, pd.DataFrame]:
    from sim.effects.by_place import by_place
    from sim.studies.storage.tables import main_effects

    if not plan.analysis.rivals or len({case.world_key for case in plan.main() if case.point == 0}) > 1:
        return {}  # scenarios that share no baseline are no pairs
    curves = {name: c for (name, world, point), c in study.curves(plan.main()).items() if not (world or point)}
    return by_place(main_effects(study.effects), curves, scenarios, plan.options.criterion, plan.options.repeats)
