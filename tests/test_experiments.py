"""The named studies: each composes, and what is found is told between its marks."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.__main__ import main
from sim.model.parameters import EcosystemParameters
from sim.studies.storage.study import read_study
from sim.validation.ensemble import parsed
from sim.validation.overrides import applied
from tests.thorough import some_always

pytestmark = pytest.mark.usefixtures("unrendered")

HERE = Path(__file__).resolve().parents[1] / "experiments"
STUDIES = sorted(file.stem for file in (HERE / "study").glob("*.yaml"))
MANY = ("call_or_licence", "equal_budget", "recommendations")
"""Studies of so many scenarios that composing them takes long."""


def imported(name):
    """Import a script of the folder as one that is run there."""
    if str(HERE) not in sys.path:
        sys.path.insert(0, str(HERE))
    spec = importlib.util.spec_from_file_location(f"experiments_{name}", HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def results():
    return imported("results")


@pytest.mark.parametrize("name", some_always(STUDIES, [name for name in STUDIES if name not in MANY]))
def test_every_study_composes_and_has_its_place(name, capsys):
    assert main(["compare", "--config-dir", str(HERE), f"+study={name}", "--check"]) == 0
    text = (HERE / "README.md").read_text(encoding="utf-8")
    assert text.count(f"<!-- {name}: begin -->") == text.count(f"<!-- {name}: end -->") == 1
    assert f"+study={name}`" in text


def test_every_place_has_its_study():
    text = (HERE / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"<!-- (\w+): begin -->", text)) == STUDIES


def test_what_a_study_found_is_told_in_its_place(results, tmp_path):
    words = ["ecosystem=small", "buyers=400", "days=200", "start=100", "replicates=2", "workers=1"]
    folder = tmp_path / "study"
    assert main(["compare", "-q", "+intervention=[takedown,licensing]", *words, f"output={folder}"]) == 0
    told = results.report(read_study(folder))
    assert told.startswith("*2 paired replicates, 400 buyers, 200 days, seed 1, model ")
    assert "| scenario | orders averted, first year |" in told and "\n| licensing | " in told
    page = tmp_path / "README.md"
    page.write_text("before\n<!-- mine: begin -->\nold\n<!-- mine: end -->\nafter\n")
    results.fill(page, "mine", told)
    assert page.read_text() == f"before\n<!-- mine: begin -->\n{told}\n<!-- mine: end -->\nafter\n"
    with pytest.raises(ValueError, match="has no place for the result of yours"):
        results.fill(page, "yours", told)


def test_ways_around_are_told_by_what_they_carried(results):
    table = pd.DataFrame(
        {"scenario": ["takedown", "licensing", "takedown"], "way": ["migrate", "pay_otherwise", "any"],
         "difference": [0.05, 0.18, 0.5], "low": [0.01, 0.1, 0.4]}
    )  # fmt: skip
    assert results.carried(table) == (
        "With a way around closed, more of the first year's orders are missing: 18 points without 'pay otherwise' "
        "(licensing) and 5.0 points without 'migrate' (takedown)."
    )
    assert "no more can be told to be missing" in results.carried(table.assign(low=-0.1))


def test_sets_of_parameters_vary_what_is_assumed_by_a_factor_of_two(results, tmp_path):
    results.marks.write_members(tmp_path / "members.csv")
    members = parsed((tmp_path / "members.csv").read_text())
    par = EcosystemParameters()
    search = np.array([[m[f"facilitators.search_days.{i}"] for i in (0, 1)] for m in members])
    usual = np.array(par.facilitators.search_days[:2])
    assert ((usual / 2 <= search) & (search <= usual * 2)).all()
    assert np.allclose(search[:, 0] / search[:, 1], usual[0] / usual[1])  # a list moves together
    assert len(np.unique(search[:, 0])) == len(members)
    for member in members[:5]:
        applied(par, member)


def test_a_mark_names_the_parameter_an_effect_hangs_on_and_no_other(results):
    rng = np.random.default_rng(1)
    members = pd.DataFrame(
        rng.random((40, 4)), columns=["buyers.arrival", "vendors.stop", "payments.switch_days", "b.1"]
    )
    noise = pd.Series(rng.normal(size=40))
    hangs = results.marks.hangs
    assert hangs(10 * members["payments.switch_days"] + noise, members) == "payments.switch_days"
    assert hangs(-10 * members["vendors.stop"] + noise, members) == "vendors.stop"
    assert hangs(noise, members) == ""
    assert hangs(10 * members["b.1"], members) == ""  # not the first of its list


def test_chance_names_a_parameter_of_few_sets_as_seldom_as_it_says(results):
    """The closest of 30 rank correlations over six sets is often one of 1, of which the usual formula is sure."""
    rng, named = np.random.default_rng(2), 0
    for _ in range(100):
        members = pd.DataFrame(rng.random((6, 30)), columns=[f"vendors.p{i}" for i in "abcdefghijklmnopqrstuvwxyzABCD"])
        named += bool(results.marks.hangs(pd.Series(rng.normal(size=6)), members))
    assert named <= 10


def test_a_mark_says_what_became_of_a_conclusion(results):
    members = pd.DataFrame({"vendors.stop": [0.1, 0.2, 0.3, 0.4]})
    mark, alike = results.marks._mark, pd.Series([3.0, 1.0, 2.0, 2.5])
    assert mark(0, (-1.0, 1.0), alike, members) == "-"  # nothing was told that could hold
    assert mark(1, (0.5, 4.0), alike, members) == "robust"
    assert mark(1, (-0.5, 4.0), alike, members) == "the same in all 4 sets, too few"
    assert mark(1, (-0.5, 4.0), pd.Series([3.0, -1.0, 2.0, 2.5]), members) == "fragile (other in 1 of 4 sets)"


@pytest.fixture(scope="module")
def marked(results, tmp_path_factory):
    """A small study as the parameters stand, the same where they vary, and the sets they vary over."""
    folder = tmp_path_factory.mktemp("marked")
    words = ["ecosystem=small", "buyers=400", "days=200", "start=100", "workers=1"]
    line = ["compare", "-q", *words, *results.LEAN, "+intervention=[takedown,licensing]"]
    results.marks.write_members(folder / "members.csv")
    assert main([*line, "replicates=3", f"output={folder / 'plain'}"]) == 0
    more = ["replicates=6", f"ensemble={folder / 'members.csv'}", f"output={folder / 'varied'}"]
    assert main([*line, *more]) == 0
    members = pd.read_csv(folder / "members.csv", index_col="member")
    return read_study(folder / "plain"), read_study(folder / "varied"), members


@pytest.mark.long
def test_conclusions_are_told_with_their_marks(results, marked):
    lines = results.marks.lines(*marked)
    assert lines[0].startswith("*What it hangs on: 6 replicates over 3 sets of parameters")
    rows = [line for line in lines if line.startswith(("| takedown", "| licensing"))]
    assert len(rows) == 2 and all(row.endswith(("robust |", ") |", "| - |", "too few |")) for row in rows)


def test_every_barrier_gets_at_most_the_same_money():
    text = imported("equal_budget").written({"takedown": 2_250_000.0, "research": 400_000.0, "coordination": 0.0})
    assert 'takedown: ["+intervention=takedown", interventions.takedown.intensity=0.889]' in text
    assert 'research: ["+intervention=research"]' in text and 'coordination: ["+intervention=coordination"]' in text


@pytest.mark.long
def test_the_page_tells_only_what_its_tables_hold(marked):
    module, (plain, varied, members) = imported("page"), marked
    text = module.page(plain, varied, {}, len(members))
    table = varied.tables["uncertainty"]
    for aim, (name, _) in module.AIMS.items():
        section = text.split(f"## Against {name}")[1].split("## ")[0]
        for row in table[table["outcome"] == aim].itertuples():
            assert (f"| {row.scenario} |" in section) == (row.low > 0.0)
    assert "Not searched." in text and "6 for effects" in text


def test_what_does_nothing_and_what_does_the_opposite_are_told_apart():
    names = ["research", "slander", "takedown", "product_ban"]
    table = pd.DataFrame({"scenario": names, "low": [-0.1, -0.3, 0.1, -0.3], "high": [0.1, -0.1, 0.3, -0.2]})
    lines = imported("page")._nothing(dict.fromkeys(names), [table])
    assert lines[2:] == [
        "By itself, for any of the three aims: research.",
        "Told to do the opposite for at least one aim: product ban and slander.",
    ]


def test_a_budget_takes_what_does_most_within_it_and_is_told_from_nothing():
    table = pd.DataFrame(
        {"portfolio": ["a 1", "b 1", "c 1", "d 1"], "cost": [1e6, 2e6, 2e6, 9e6], "effect": [0.1, 0.2, 0.3, 0.9],
         "low": [0.05, 0.15, -0.1, 0.8], "high": [0.16, 0.25, 0.7, 1.0]}
    )  # fmt: skip
    best = imported("page")._best
    assert best(table, 2e6, "share") == "b 1: 20 % (not told apart from 2 more)"
    assert best(table, 1e6, "share") == "a 1: 10 %"
    assert best(table, 1e5, "share") == "nothing told"
