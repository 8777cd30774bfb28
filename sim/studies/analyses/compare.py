"""Compare: barriers against each other over one baseline, replicate by replicate, as a league."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.studies.question.analysis import Analysis

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.studies.storage.study import Study
    from sim.views.cautions import Caution


class Compare(Analysis):
    """Which barrier cuts deeper, lasts longer and costs less, with paired differences and chances of being best."""

    tables = {  # noqa: RUF012
        "league": "scenarios ranked by each criterion, with paired differences and chances of being best",
        "lasting": "Kaplan-Meier curves of the time until trade was back, by scenario",
        "pairing": "how many times wider intervals would be had the same runs not been paired",
    }
    rivals = barriers = until_known = True

    @property
    def shown(self) -> Sequence[str]:
        return ()  # the league is told in words of its own

    def derive(self, study: Any, plan: Any) -> dict[str, pd.DataFrame]:
        from sim.effects.combinations import lasting
        from sim.effects.league import common, league
        from sim.studies.analyses.shared.summaries import pairing
        from sim.studies.storage.tables import main_effects

        effects = main_effects(study.effects)
        main = study.curves(plan.main())
        curves = {name: curve for (name, world, point), curve in main.items() if not (world or point)}
        tables = {"pairing": pairing(study.effects), "lasting": lasting(effects)}
        finished = set(effects["scenario"])
        worlds = {case.world_key for case in plan.main() if case.point == 0}
        if len(worlds) == 1 and finished <= set(curves) and len(finished) > 1:
            if len(common(effects, list(finished))):
                tables["league"] = league(effects, curves, repeats=plan.options.repeats)
        return tables

    def draw(self, study: Study) -> dict[str, Figure]:
        from sim.views.report import figures_of

        return figures_of(Subject(study)) if _has_curves(study) else {}

    def answer(self, study: Study) -> list[str]:
        from sim.views.report import answer

        return answer(Subject(study)) if _has_curves(study) else []

    def careful(self, study: Study) -> list[Caution]:
        from sim.views.report import careful

        return careful(Subject(study)) if _has_curves(study) else super().careful(study)

    def page(self, study: Study, figures: Mapping[str, Figure]) -> str | None:
        if not _has_curves(study):
            return None
        from sim.views.report import html

        return html(Subject(study), figures)


class Subject:
    """A comparison as the report wants it: a title of its own, and the closed ways as a table that can be read."""

    def __init__(self, study: Study) -> None:
        from sim.effects.by_place import GROUPS
        from sim.studies.analyses.additions.ways import way_table
        from sim.views import words
        from sim.views.ways import ways_notes

        self.results, self.question, self.command = study.results, study.question, study.command
        self.league, self.synergy, self.combinations = study.league, study.synergy, study.combinations
        self.unranked = ""
        if self.league is None and len(self.results) > 1 and _apart(study):
            import pandas as pd

            self.league = pd.DataFrame()
            self.unranked = "No league: the scenarios lie in different worlds, so their runs are no pairs to be ranked."
        self.provenance, self.uncertainty = study.provenance, study.tables.get("uncertainty")
        self.objective, self.barrier_model = study.tables.get("objective"), study.tables.get("barrier_model")
        self.by_place = {name: study.tables[name] for name in GROUPS if name in study.tables}
        self.ways = None if study.ways is None else way_table(study.ways)
        self.ways_notes = [] if study.ways is None else ways_notes(study.ways)
        alone = [words.spoken(name) for name in self.results if name not in self.combinations]
        together = ", alone and together" if self.combinations else ""
        self.title = study.title or f"How long do they last? {words.upper_first(words.listing(alone))}{together}"


def _has_curves(study: Study) -> bool:
    """Tell whether there are curves of one point, which a report for who decides is drawn from."""
    return len(study.design) < 2 and study.record["options"]["daily"] != "none"


def _apart(study: Study) -> bool:
    """Tell whether scenarios differ in seed, days or ecosystem, so that their runs share no baseline."""
    return len({case.world_key for case in study.cases if not case.world and case.point == 0}) > 1
