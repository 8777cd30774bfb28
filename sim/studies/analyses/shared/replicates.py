"""How many replicates: added until the criterion is known within the half-width, or the budget is used."""

from __future__ import annotations

import math

from sim.effects import OUTCOMES, required_replicates
from sim.settings import SettingsError
from sim.studies.execution.runner import Runner
from sim.studies.question.plan import Plan
from sim.studies.storage.study import read_study
from sim.studies.storage.tables import of_scenario

FIRST_ROUND = 20
"""Replicates with which ``replicates=auto`` begins."""


def until_known(runner: Runner, plan: Plan) -> int:
    """Add replicates until the criterion of every scenario is known within the half-width, or the budget is used."""
    options = plan.options
    if options.criterion not in OUTCOMES or OUTCOMES[options.criterion].summary not in ("pooled", "mean", "ratio"):
        raise SettingsError(f"criterion={options.criterion} has no interval that replicates could narrow",
                            key="criterion", value=options.criterion,
                            allowed="an outcome of barriers, such as averted_first_year_share")  # fmt: skip
    done = min(FIRST_ROUND, options.budget)
    while True:
        runner.evaluate(plan.cases, range(done))
        study = read_study(runner.archive.folder, whole=False)
        curves = study.curves(plan.main())
        needed = max(
            required_replicates(
                of_scenario(study.effects, c.scenario, c.world, c.point), options.criterion, options.half_width,
                curves.get((c.scenario, c.world, c.point)), options.repeats,
            )
            for c in plan.main()
        )  # fmt: skip
        goal = f"{options.criterion} within {options.half_width:g}"
        if needed <= done:
            runner.progress.note(f"{goal} after {done} replicates")
            return done
        if done >= options.budget:
            more = f", which would take about {needed:,.0f}" if math.isfinite(needed) else ""
            runner.progress.note(f"the budget of {done} replicates is used; {goal} is not reached{more}")
            return done
        wanted = int(needed) if math.isfinite(needed) else 2 * done
        done = min(max(min(wanted, 2 * done), done + 10), options.budget)
        runner.progress.note(f"{goal} is not reached; going on to {done} replicates")
