"""Objective: which scenarios reach what was asked for, in how many worlds, and at what cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.settings.errors import TYPED, SettingsError, listed, nearest, short
from sim.studies.question.analysis import Analysis

if TYPE_CHECKING:
    import pandas as pd

    from sim.effects.objective import Objective as Asked


class Objective(Analysis):
    """One row per scenario: reached, not reached, or open where the interval does not tell."""

    title = "the objective"
    reading = (
        "Reached: all of the 95 % interval lies beyond the threshold; not reached: none of it; open: the interval "
        "does not tell. Worlds: replicates that reach it by themselves."
    )
    tables = {"objective": "whether the objective is reached, in how many worlds, and at what cost"}  # noqa: RUF012

    def applies(self, options: Any) -> bool:
        return bool(getattr(options, "objective", ""))

    @property
    def shown(self) -> Sequence[str]:
        return list(self.tables)

    def check(self, options: Any, axes: Sequence[Any]) -> None:
        asked = read(options.objective)
        if options.daily == "none" and not asked.stored:
            raise SettingsError(f"objective: {asked.outcome} is not measured until day {asked.until} by itself, and "
                                "daily=none keeps nothing to measure it from", key="objective", origin=TYPED,
                                hint="write daily=summary")  # fmt: skip

    def check_settings(self, options: Any, settings: Any) -> None:
        from sim.studies.measurement.scenario import first_day

        asked, left = read(options.objective), settings.days - first_day(settings)
        if asked.until is not None and asked.until > left:
            raise SettingsError(f"objective: until {asked.until} is beyond the run, which has {left} days from the "
                                "start on", key="objective", value=options.objective, allowed=f"until 1 to {left}",
                                origin=TYPED)  # fmt: skip

    def derive(self, study: Any, plan: Any) -> dict[str, pd.DataFrame]:
        import pandas as pd

        asked, rows = read(plan.options.objective), []
        for case in plan.main():
            if not case.settings.interventions:
                continue
            effects = _effects(study, plan, case)
            if len(effects):
                where = {"scenario": case.scenario, "point": case.point}
                known = None if plan.analysis.searches or not asked.stored else _known(study, case)
                rows.append({**where, **_judged(study, case, asked, effects, known)})
        return {"objective": pd.DataFrame(rows)} if rows else {}

    def in_words(self, study: Any, table: pd.DataFrame) -> pd.DataFrame:
        from sim.views.objective import in_words

        return in_words(table)

    def advice(self, study: Any) -> list[str]:
        from sim.views.objective import sentences

        table = study.tables.get("objective")
        return sentences(table) if table is not None and len(table) else []


def read(text: str) -> Asked:
    """Read an objective; raise SettingsError, naming what is near, where it is not understood."""
    import re

    from sim.effects.objective import SIGNS, parse
    from sim.effects.outcomes import OUTCOMES

    try:
        return parse(text)
    except ValueError as error:
        names = [name for name, outcome in OUTCOMES.items() if outcome.summary not in ("runs", "constant")]
        said = re.findall(r"[A-Za-z_]\w+", text)
        unknown = said and said[0] not in names
        raise SettingsError(
            f"objective='{short(text)}' is not understood: {error}", key="objective", value=text, origin=TYPED,
            near=nearest(said[0], names) if unknown else None,
            allowed=listed(names, 8) if unknown else ", ".join(SIGNS),
            hint="write objective='averted_first_year_share > 0.2 until 365'",
        ) from None  # fmt: skip


def _effects(study: Any, plan: Any, case: Any) -> pd.DataFrame:
    """Pick the outcomes of a case; where a search has chosen it, only those of replicates the search had not seen."""
    from sim.studies.storage.tables import of_scenario

    effects = of_scenario(study.effects, case.scenario, case.world, case.point)
    return effects[effects["replicate"] >= plan.settings.replicates] if plan.analysis.searches else effects


def _known(study: Any, case: Any) -> pd.DataFrame:
    """Pick the estimates of a case from the summary of the study, which is told beside the objective."""
    rows = study.tables["summary"]
    return rows[(rows["scenario"] == case.scenario) & (rows["world"] == case.world) & (rows["point"] == case.point)]


def _judged(study: Any, case: Any, asked: Asked, effects: pd.DataFrame, known: pd.DataFrame | None) -> dict[str, Any]:
    """Judge a case; ``known``: its estimates, where the objective is about what was measured anyway."""
    from sim.effects.objective import judge, measured, summary_of
    from sim.effects.start import ramp, start_of
    from sim.studies.measurement.scenario import first_day

    if known is not None:
        return judge(asked, effects, known)
    barriers = case.settings.interventions
    start, rise = start_of(effects, first_day(case.settings)), ramp(barriers)
    daily = study.daily_of(case)
    daily = daily[daily["replicate"].isin(effects["replicate"].unique())]
    if asked.stored:
        kept = daily if "revenue" in daily and len(daily) else None
        return judge(asked, effects, summary_of(effects, kept, start, rise, study.repeats))
    factor = effects.loc[effects["outcome"] == "scale", "value"]
    cut, days = measured(daily, start, asked.until or 0, rise, float(factor.median()) if len(factor) else 1.0)
    return judge(asked, cut, summary_of(cut, days, start, rise, study.repeats))
