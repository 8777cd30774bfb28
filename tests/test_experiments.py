"""The named studies: each composes, and what is found is told between its marks."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pandas as pd
import pytest

from sim.__main__ import main
from sim.studies.storage.study import read_study

HERE = Path(__file__).resolve().parents[1] / "experiments"
STUDIES = sorted(file.stem for file in (HERE / "study").glob("*.yaml"))


@pytest.fixture(scope="module")
def results():
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
