"""Combine: barriers together, and what they do more or less than their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.studies.question.analysis import Analysis

if TYPE_CHECKING:
    import pandas as pd


class Combine(Analysis):
    """Combinations of barriers against the sum of their parts."""

    title = "orders averted in the first year by combinations, against their parts"
    tables = {"synergy": "what combinations do more or less than their parts"}  # noqa: RUF012

    def applies(self, options: Any) -> bool:
        return bool(options.combine != "none")

    def derive(self, study: Any, plan: Any) -> dict[str, pd.DataFrame]:
        from sim.effects.combinations import synergy
        from sim.studies.storage.tables import main_effects

        effects = main_effects(study.effects)
        finished = set(effects["scenario"])
        known = {name: parts for name, parts in plan.combinations.items() if {name, *parts} <= finished}
        return {"synergy": synergy(effects, known, repeats=study.repeats)} if known else {}

    def in_words(self, study: Any, table: pd.DataFrame) -> pd.DataFrame:
        return table[["combination", "n", "combined", "sum_of_parts", "synergy", "low", "high", "verdict"]]
