"""Ensemble: of each scenario, how much of the interval is chance, and how much is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.studies.question.analysis import Analysis

if TYPE_CHECKING:
    import pandas as pd


class Ensemble(Analysis):
    """Intervals in two parts: chance, which more replicates narrow, and what is not known, which they do not."""

    title = "chance, and what is not known"
    reading = (
        "Each pair of replicates takes another of the sets of parameters that no fact rules out. Chance: the interval "
        "of the mean had these been the truth, which more replicates narrow. Not known: where the effect lies under "
        "95 % of these sets, which only more facts narrow. Other intervals are of the mean over the sets."
    )
    tables = {"uncertainty": "intervals in two parts: chance, and what is not known of the parameters"}  # noqa: RUF012

    def applies(self, options: Any) -> bool:
        return bool(getattr(options, "ensemble", False))

    def derive(self, study: Any, plan: Any) -> dict[str, pd.DataFrame]:
        import pandas as pd

        from sim.effects.uncertainty import uncertainty
        from sim.studies.storage.tables import of_scenario

        tables = []
        for case in plan.main():
            effects = of_scenario(study.effects, case.scenario, case.world, case.point)
            if case.settings.interventions and len(effects):
                table = uncertainty(effects, count=len(case.members))
                table.insert(0, "point", case.point)
                table.insert(0, "scenario", case.scenario)
                tables.append(table)
        return {"uncertainty": pd.concat(tables, ignore_index=True)} if tables else {}

    def in_words(self, study: Any, table: pd.DataFrame) -> pd.DataFrame:
        from sim.views.uncertainty import in_words

        return in_words(table)
