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

HERE = Path(__file__).resolve().parents[1] / "experiments"
STUDIES = sorted(file.stem for file in (HERE / "study").glob("*.yaml"))


@pytest.fixture(scope="module")
def results():
    sys.path.insert(0, str(HERE))  # as for a script that is run there
    spec = importlib.util.spec_from_file_location("experiments_results", HERE / "results.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", STUDIES)
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
    told = results.told(read_study(folder))
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
    assert hangs(10 * members["payments.switch_days"] + noise, members) == "assumed (`payments.switch_days`)"
    assert hangs(-10 * members["vendors.stop"] + noise, members) == "fragile (`vendors.stop`)"
    assert hangs(noise, members) == "fragile (to no single parameter)"
    assert hangs(10 * members["b.1"], members) == "fragile (to no single parameter)"  # not the first of its list


def test_conclusions_are_told_with_their_marks(results, tmp_path):
    words = [
        "ecosystem=small",
        "buyers=400",
        "days=200",
        "start=100",
        "workers=1",
        "+intervention=[takedown,licensing]",
    ]
    results.marks.write_members(tmp_path / "members.csv")
    assert main(["compare", "-q", *words, "replicates=3", f"output={tmp_path / 'plain'}"]) == 0
    more = ["replicates=6", f"ensemble={tmp_path / 'members.csv'}", f"output={tmp_path / 'varied'}"]
    assert main(["compare", "-q", *words, *more]) == 0
    plain, varied = read_study(tmp_path / "plain"), read_study(tmp_path / "varied")
    lines = results.marks.told(plain, varied, pd.read_csv(tmp_path / "members.csv", index_col="member"))
    assert lines[0].startswith("*What it hangs on: 6 replicates over 3 sets of parameters")
    rows = [line for line in lines if line.startswith(("| takedown", "| licensing"))]
    assert len(rows) == 2 and all(row.endswith(("robust |", ") |", "| - |")) for row in rows)
