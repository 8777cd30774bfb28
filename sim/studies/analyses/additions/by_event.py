"""By event: what each of several barriers did, counted from its own day against the same worlds without it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.studies.question.analysis import Analysis
from sim.studies.question.stages import UP_TO, in_order, stage_before, wanted

if TYPE_CHECKING:
    import pandas as pd

OUTCOMES = (
    "peak", "day_of_peak", "effect_28", "recovery_10", "recovery", "averted_28_days", "averted_first_year",
    "averted_first_year_share", "cost_first_year",
)  # fmt: skip
"""What is told of each event."""


class ByEvent(Analysis):
    """One table of all events, each with its effects from its own day."""

    title = "what each event did, from its own day"
    reading = (
        "Each event is held against the same worlds in which it, and all later ones, did not happen; those before it "
        "did. Days are counted from the event itself."
    )
    tables = {"by_event": "one row per event and outcome, counted from its own day"}  # noqa: RUF012

    def applies(self, options: Any) -> bool:
        return getattr(options, "by_event", None) is not False

    @property
    def shown(self) -> list[str]:
        return []  # the answer of the run tells it

    def derive(self, study: Any, plan: Any) -> dict[str, pd.DataFrame]:
        import pandas as pd

        parts = [
            table
            for case in plan.main()
            if wanted(case.settings, plan.options.by_event)
            and any(c.world.startswith(UP_TO) for c in plan.cases if c.scenario == case.scenario)
            for table in _tables(study, plan, case)
        ]
        return {"by_event": pd.concat(parts, ignore_index=True)} if parts else {}


def _tables(study: Any, plan: Any, case: Any) -> Iterator[pd.DataFrame]:
    """Yield what each event of a case did: the outcomes with their intervals."""
    from sim.effects import replicate_effects, summarise
    from sim.effects.outcomes import at_size
    from sim.observations.calendar import date_of

    settings = case.settings
    for name in in_order(settings.interventions):
        barrier = settings.interventions[name]
        daily = _arms(study, *stage_before(list(plan.cases), case, name))
        effects = replicate_effects(daily, None, barrier.start, ramp=barrier.ramp,
                                    annual_revenue=None)  # fmt: skip
        if not len(effects):
            continue
        table = summarise(effects, daily, barrier.start, ramp=barrier.ramp, repeats=study.repeats)
        table = at_size(table[table["outcome"].isin(OUTCOMES)], _scale(study, case), ("estimate", "low", "high"))
        date = date_of(barrier.start, settings.day_zero) if settings.day_zero else None
        first = {"scenario": case.scenario, "point": case.point, "event": name, "day": barrier.start,
                 "date": "" if date is None else date.isoformat()}  # fmt: skip
        for place, (column, value) in enumerate(first.items()):
            table.insert(place, column, value)
        yield table


def _arms(study: Any, before: Any | None, after: Any) -> pd.DataFrame:
    """Lay the stage before beside the stage after, as if they were a baseline and a barrier."""
    import pandas as pd

    from sim.effects.arms import BARRIER, BASELINE

    columns = ["replicate", "arm", "day", "orders", "revenue", "cost"]
    own = study.kept("daily", after)
    treated = own[own["arm"] == BARRIER]
    if before is None:
        twin = own[own["arm"] == BASELINE]
    else:
        other = study.kept("daily", before)
        twin = other[other["arm"] == BARRIER].assign(arm=BASELINE)
    return pd.concat([twin[columns], treated[columns]], ignore_index=True)


def _scale(study: Any, case: Any) -> float:
    """How much larger the real market is, as all other figures of the run are told."""
    rows = study.effects[(study.effects["outcome"] == "scale") & (study.effects["case"] == study.cases.index(case))]
    return float(rows["value"].median()) if len(rows) else 1.0
