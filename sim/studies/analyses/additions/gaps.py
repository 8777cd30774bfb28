"""Gaps: which of what is not known explains most of the variance of an outcome, from Sobol indices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.studies.question.analysis import Analysis

if TYPE_CHECKING:
    import pandas as pd


class Gaps(Analysis):
    """Value of information: what knowing would take away of what is not known."""

    title = "value of information, by gap"
    reading = (
        "Share of the variance between the points tried that the parameters of a gap explain, each alone: what would "
        "go if the gap were closed. See docs/unknowns.md for what each gap is."
    )
    tables = {"gaps": "share of the variance that each gap in what is known explains"}  # noqa: RUF012

    def applies(self, options: Any) -> bool:
        return bool(options.analysis == "sobol")

    def derive(self, study: Any, plan: Any) -> dict[str, pd.DataFrame]:
        from sim.validation.unknowns import gaps_of

        if "sensitivity" not in study.tables:  # why it could not be made is told once
            return {}
        table = gaps_of(study.tables["sensitivity"])
        return {"gaps": table} if len(table) else {}

    def in_words(self, study: Any, table: pd.DataFrame) -> pd.DataFrame:
        from sim.views import words

        bounds = [words.interval(*pair, "share") for pair in zip(table["low"], table["high"], strict=True)]
        told = table.assign(share=[words.percent(float(share)) for share in table["share"]])
        told.insert(3, "95 % interval", bounds)
        return told.drop(columns=["low", "high"]).rename(columns={"note": ""})
