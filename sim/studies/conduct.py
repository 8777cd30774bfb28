"""Conduct a study from its plan to its folder: run what is missing, make the tables, write what explains them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.settings import SettingsError
from sim.studies.archive import STUDY, Archive
from sim.studies.campaign import Campaign
from sim.studies.executors import cores, opened
from sim.studies.exports import export
from sim.studies.identity import check_folder, model_identity, record_of
from sim.studies.plans import Plan
from sim.studies.progress import Progress
from sim.studies.provenance import digest, surroundings
from sim.studies.study import Study, read_study
from sim.studies.tables import channel_shares, of_scenario, pairing, summaries

if TYPE_CHECKING:
    import pandas as pd

FIRST_ROUND = 20
"""Replicates with which ``replicates=auto`` begins."""

Tables = dict[str, "pd.DataFrame"]
Analysis = Callable[[Study, Plan], Tables]


def conduct(plan: Plan, folder: Path, command: str = "", progress: Progress | None = None) -> Study:
    """Run a study and return it as read from its folder.

    What the folder holds already is not run again. Raises SettingsError where the folder cannot be used and
    StudyStopped where the study cannot go on; runs that are finished stay, also after Ctrl-C.
    """
    progress = progress or Progress()
    check_folder(folder, plan)
    around = surroundings()  # now, as the model's source: what is on disk at the end may not be what ran
    archive = Archive(folder, model_identity(), write=True)
    begun = datetime.now().astimezone()
    try:
        archive.write_json(folder / STUDY, record_of(plan, plan.cases, plan.settings.replicates))
        workers = plan.settings.workers or max(1, cores() // plan.settings.threads)
        with opened(plan.options.executor, workers) as engine:
            campaign = Campaign(archive, engine, progress)
            if plan.options.analysis == "portfolio":
                from sim.studies.portfolio import search

                plan = search(campaign, plan)
                replicates = plan.settings.replicates
            elif plan.auto:
                replicates = _until_known(campaign, plan)
            else:
                replicates = plan.settings.replicates
                campaign.evaluate(plan.cases, range(replicates))
        archive.write_json(folder / STUDY, record_of(plan, plan.cases, replicates))
        study = read_study(folder)
        study.tables |= derive(study, plan)
        study.provenance = {**around, **_provenance(study, plan, campaign, command, begun, engine.workers)}
        archive.write_json(folder / "provenance.json", study.provenance)
        export(study)
        return study
    finally:
        archive.close()


def _until_known(campaign: Campaign, plan: Plan) -> int:
    """Add replicates until the criterion of every scenario is known within the half-width, or the budget is used."""
    from sim.effects import OUTCOMES, required_replicates

    options = plan.options
    if options.criterion not in OUTCOMES or OUTCOMES[options.criterion].summary not in ("pooled", "mean", "ratio"):
        raise SettingsError(f"criterion={options.criterion} has no interval that replicates could narrow",
                            key="criterion", value=options.criterion,
                            allowed="an outcome of barriers, such as averted_first_year_share")  # fmt: skip
    done = min(FIRST_ROUND, options.budget)
    while True:
        campaign.evaluate(plan.cases, range(done))
        study = read_study(campaign.archive.folder)
        curves = study.curves(plan.main())
        needed = max(
            required_replicates(
                of_scenario(study.effects, c.scenario, c.world, c.point), options.criterion, options.half_width,
                curves.get((c.scenario, c.world, c.point)),
            )
            for c in plan.main()
        )  # fmt: skip
        goal = f"{options.criterion} within {options.half_width:g}"
        if needed <= done:
            campaign.progress.note(f"{goal} after {done} replicates")
            return done
        if done >= options.budget:
            more = f", which would take about {needed:,.0f}" if math.isfinite(needed) else ""
            campaign.progress.note(f"the budget of {done} replicates is used; {goal} is not reached{more}")
            return done
        wanted = int(needed) if math.isfinite(needed) else 2 * done
        done = min(max(min(wanted, 2 * done), done + 10), options.budget)
        campaign.progress.note(f"{goal} is not reached; going on to {done} replicates")


def derive(study: Study, plan: Plan) -> Tables:
    """Make the tables of a study that follow from its outcomes.

    What cannot be made is noted in ``study.problems`` and does not cost the rest, which took hours to run.
    """
    curves = study.curves(plan.main())
    tables: Tables = {"summary": summaries(study.effects, curves)}
    if not len(study.effects):
        return tables
    analysis = ANALYSES.get(plan.options.analysis)
    if analysis is None:
        return tables
    try:
        tables |= analysis(study, plan)
    except SettingsError:
        raise
    except Exception as error:
        known = plan.options.criterion in set(study.effects["outcome"])
        told = f"{type(error).__name__}: {error}" if known else f"no run has {plan.options.criterion}"
        study.problems.append(f"{plan.options.analysis} could not be made: {' '.join(told.split())}")
    return tables


def _compare(study: Study, plan: Plan) -> Tables:
    from sim.effects.combinations import lasting, synergy
    from sim.effects.league import common, league
    from sim.effects.start import without_idle

    main = without_idle(study.effects[(study.effects["world"] == "") & (study.effects["point"] == 0)])
    effects = main[["scenario", "replicate", "outcome", "value", "unit", "censored"]]
    curves = {name: curve for (name, world, point), curve in study.curves(plan.main()).items() if not (world or point)}
    tables: Tables = {"pairing": pairing(study.effects)}
    finished = set(effects["scenario"])
    if finished <= set(curves) and len(finished) > 1 and len(common(effects, list(finished))):
        tables["league"] = league(effects, curves)
    tables["lasting"] = lasting(effects)
    known = {name: parts for name, parts in plan.combinations.items() if {name, *parts} <= finished}
    if known:
        tables["synergy"] = synergy(effects, known)
    if plan.options.channels:
        tables["channels"] = channel_shares(study.effects)
    return tables


def _sensitivity(study: Study, plan: Plan) -> Tables:
    from sim.studies.sensitivity import indices

    return {"sensitivity": indices(study.outcomes, plan.axes, plan.options)}


def _discovery(study: Study, plan: Plan) -> Tables:
    from sim.studies.discovery import boxes

    return {"boxes": boxes(study.outcomes, plan.axes, plan.options)}


def _robustness(study: Study, plan: Plan) -> Tables:
    from sim.effects.robustness import across_states, regret, robustness

    rows = study.effects.rename(columns={"point": "state"})
    states = across_states(rows, plan.options.criterion)
    return {
        "robustness": robustness(states, plan.options.threshold, plan.options.percentile).reset_index(),
        "regret": regret(states).reset_index(),
    }


def _portfolio(study: Study, plan: Plan) -> Tables:
    from sim.studies.portfolio import pareto

    return {"portfolios": pareto(study, plan)}


ANALYSES: Mapping[str, Analysis] = {
    "compare": _compare,
    "sensitivity": _sensitivity,
    "discovery": _discovery,
    "robustness": _robustness,
    "portfolio": _portfolio,
}


def _provenance(
    study: Study, plan: Plan, campaign: Campaign, command: str, begun: datetime, workers: int
) -> dict[str, Any]:
    old = study.provenance.get("sessions", [])
    session = {
        "begun": begun.isoformat(), "ended": datetime.now().astimezone().isoformat(), "ran": campaign.ran,
        "found_stored": campaign.skipped, "failed": len(campaign.failures), "workers": workers,
        "executor": plan.options.executor.engine,
    }  # fmt: skip
    return {
        "command": command,
        "seed": plan.settings.seed,
        "replicates": {"asked": plan.settings.replicates, "stored": study.replicates},
        "runs": int(study.effects["run_id"].nunique()),
        "model": study.record["model"],
        "sessions": [*old, session],
        "digests": {"outcomes": digest(study.effects)},
    }
