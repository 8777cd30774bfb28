"""The answer of a stored study in sentences, as its report begins."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sim.settings import SettingsError
from sim.studies.storage.study import read_study
from sim.views.answer import answer_of_run, answer_of_study
from sim.views.cautions import cautions
from sim.views.finding import finding_of
from sim.views.grounds import grounds_of
from sim.views.league_section import league_of


def answer(folder: Path) -> list[str]:
    """Read a study and say what came out, and what to be careful about; a line that says why where it cannot."""
    try:
        study = read_study(folder)
        results = {name: result for name, result in study.results.items() if len(result.effects)}
    except SettingsError as error:
        return [str(error)]
    if not results:
        return ["Nothing was finished, so there is no answer."]
    findings = {name: finding_of(result) for name, result in results.items()}
    if not any(finding.replicates for finding in findings.values()):
        return answer_of_study(findings, pd.DataFrame())
    if len(results) > 1:
        texts = answer_of_study(findings, league_of(study, results))
    else:
        name = next(iter(results))
        texts = answer_of_run(results[name], findings[name])
    careful = cautions(findings, grounds_of(result.settings for result in results.values()))
    return [*texts, *(f"Caution: {caution.text}" for caution in careful)]
