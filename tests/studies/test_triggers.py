"""A trigger in the real world: the journal has its day, run and study count from it, and say where it never came."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import sim
from sim.__main__ import main
from sim.commands.answer import answer
from sim.studies.storage.study import read_study
from sim.views.report import html

pytestmark = pytest.mark.usefixtures("unrendered")

SMALL = ["ecosystem=small", "buyers=600", "days=300", "start=100", "replicates=4", "seed=3", "workers=1"]
TRIGGER = "interventions.takedown.trigger"


@pytest.fixture(scope="module")
def revenue() -> np.ndarray:
    """Revenue of the days that a trigger sees from the start on, without a barrier, by replicate, EUR."""
    settings = sim.compose(SMALL)
    rows = []
    for replicate in range(settings.replicates):
        world = sim.Ecosystem(
            settings.ecosystem, buyers=settings.buyers, days=settings.days, seed=settings.seed, replicate=replicate
        ).run()
        rows.append(world.records.column("revenue")[settings.start - 1 : -1])
        world.close()
    return np.array(rows)


@pytest.fixture(scope="module")
def threshold(revenue: np.ndarray) -> float:
    """Revenue of a day that is reached in half of the replicates, EUR."""
    return float(np.round(np.median(revenue.max(axis=1))))


@pytest.fixture(scope="module")
def folder(threshold: float, tmp_path_factory: pytest.TempPathFactory):
    place = tmp_path_factory.mktemp("run") / "run"
    trigger = f"{TRIGGER}='revenue > {threshold}'"
    assert main(["run", "-q", "+intervention=takedown", trigger, *SMALL, f"output={place}"]) == 0
    return place


@pytest.fixture(scope="module")
def study(threshold: float, tmp_path_factory: pytest.TempPathFactory):
    place = tmp_path_factory.mktemp("study")
    (place / "study").mkdir()
    text = f"""# @package _global_
title: With triggers
words: [{", ".join(SMALL)}]
scenarios:
  at_once: ["+intervention=takedown"]
  when_it_leads: ["+intervention=takedown", "{TRIGGER}='revenue > {threshold}'"]
  hopeless: ["+intervention=takedown", "{TRIGGER}='leader_share > 2'"]
"""
    (place / "study" / "triggers.yaml").write_text(text)
    words = ["-q", "--config-dir", str(place), "+study=triggers", f"output={place / 'done'}"]
    assert main(["compare", *words]) == 0
    return read_study(place / "done")


def test_the_clock_starts_on_the_day_after_the_figure_was_seen(folder, revenue, threshold):
    expected = {r: 100 + int(np.argmax(row > threshold)) for r, row in enumerate(revenue) if (row > threshold).any()}
    assert 0 < len(expected) < len(revenue)
    result = sim.load(folder)
    assert result.starts == expected
    began = result.effects[result.effects["outcome"] == "began"].set_index("replicate")["value"]
    assert began.dropna().to_dict() == expected and len(began) == len(revenue)
    for replicate, own in result.daily.groupby("replicate"):  # before that day the arms are one world, then they part
        cost = own.pivot(index="day", columns="arm", values="cost")
        parted = cost.index[cost["barrier"] != cost["baseline"]]
        assert (parted.min() if len(parted) else None) == expected.get(replicate)


def test_a_run_says_how_often_it_never_came(folder, revenue):
    result = sim.load(folder)
    text = " ".join(str(result).split())
    never = len(revenue) - len(result.starts)
    assert f"In {never} of 4 runs its trigger never fired" in text and f"{never} of 4 the barrier never began" in text
    page = html(result)
    assert "its trigger never fired" in page and "4 paired runs" in page
    assert {"revenue", "effect"} <= set(result.plot())


def test_a_study_measures_what_the_run_measures(study, folder):
    mine = study.effects[study.effects["scenario"] == "when_it_leads"]
    columns = ["replicate", "outcome", "value", "censored"]
    one, other = (
        table[columns].sort_values(["outcome", "replicate"], ignore_index=True)
        for table in (mine, sim.load(folder).effects)
    )
    pd.testing.assert_frame_equal(one, other, check_dtype=False, rtol=1e-12)


def test_a_study_tells_scenarios_that_began_apart_from_those_that_did_not(study):
    assert set(study.league["scenario"]) == {"at_once", "when_it_leads"}
    page = html(study_of(study))
    for text in (page, answer(study)):
        assert "its trigger fired in none of the 4 runs" in text and "its trigger never fired" in text
    assert "Hopeless&#x27; never began" in page
    rows = study.outcomes.set_index(["scenario", "replicate"])
    assert rows.loc["hopeless", ["depth", "recovery", "averted_first_year"]].isna().all(axis=None)
    assert rows.loc["hopeless", "began_censored"].all()


def study_of(study):
    from sim.studies.analyses.compare import Subject

    return Subject(study)


def test_stored_runs_without_an_effect_are_not_run_again(study, capsys):
    words = ["--config-dir", str(study.folder.parent), "+study=triggers", f"output={study.folder}"]
    assert main(["compare", *words]) == 0
    assert "12 of 12 runs are stored already" in capsys.readouterr().err


def test_a_trigger_that_never_fires_leaves_a_page_and_no_effect(tmp_path, capsys):
    words = ["+intervention=takedown", f"{TRIGGER}='leader_share > 2'", *SMALL, "replicates=1"]
    assert main(["run", "-q", *words, f"output={tmp_path / 'run'}"]) == 0
    result = sim.load(tmp_path / "run")
    assert "The barrier never began: its trigger did not fire in the run." in " ".join(str(result).split())
    assert "never began" in html(result) and set(result.plot()) == {"revenue", "marketplaces"}


def test_a_sweep_counts_the_runs_in_which_nothing_began(tmp_path, capsys):
    words = ["+intervention=takedown", f"{TRIGGER}='leader_share > 2'", "interventions.takedown.count=1,2", *SMALL]
    assert main(["sweep", *words, f"output={tmp_path / 'sweep'}"]) == 0
    assert "In 8 of 8 runs no barrier began" in capsys.readouterr().out
    assert "In 8 of 8 runs no barrier began" in (tmp_path / "sweep" / "report.html").read_text(encoding="utf-8")


def test_an_analysis_without_anything_to_analyse_costs_no_results(tmp_path, capsys):
    words = ["+study=robustness", "+intervention=takedown", f"{TRIGGER}='leader_share > 2'", *SMALL, "samples=2"]
    assert main(["sweep", *words, "over=[ecosystem.vendors.entry]", f"output={tmp_path / 'sweep'}"]) == 1
    assert "robustness could not be made: no run has" in capsys.readouterr().err
    assert (tmp_path / "sweep" / "report.html").exists() and len(read_study(tmp_path / "sweep").outcomes) == 8


def test_more_replicates_than_were_asked_for_are_told_of(tmp_path, capsys):
    words = ["run", "+intervention=takedown", *SMALL, f"output={tmp_path / 'run'}"]
    assert main([*words, "replicates=3"]) == 0 and "asked for" not in capsys.readouterr().err
    assert main([*words, "replicates=2"]) == 0
    assert "the folder holds 3 replicates, more than the 2 asked for: all are told" in capsys.readouterr().err
