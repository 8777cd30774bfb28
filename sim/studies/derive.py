"""Tables that follow from the outcomes of a study."""

from __future__ import annotations

from sim.settings import SettingsError
from sim.studies.analyses.shared.summaries import summaries
from sim.studies.question.analysis import chosen
from sim.studies.question.plan import Plan
from sim.studies.storage.study import Study


def derive(study: Study, plan: Plan) -> None:
    """Make the tables of a study, in ``study.tables``: a summary, and those of the analyses that were asked for.

    Each analysis finds there what those before it made. What cannot be made is noted in ``study.problems`` and does not
    cost the rest, which took hours to run.
    """
    reported = plan.analysis.reported_effects(study.effects, plan)
    study.tables["summary"] = summaries(reported, study.curves(plan.main()), plan.options.repeats)
    if not len(study.effects):
        return
    for part in chosen(plan.options):
        try:
            study.tables |= part.derive(study, plan)
        except (SettingsError, OSError):
            raise
        except Exception as error:
            known = plan.options.criterion in set(study.effects["outcome"])
            told = f"{type(error).__name__}: {error}" if known else f"no run has {plan.options.criterion}"
            study.problems.append(f"{part.name} could not be made: {' '.join(told.split())}")
