"""Options of a study: composed by Hydra, refused in one line."""

from __future__ import annotations

import pytest

from sim.settings import SettingsError
from sim.studies.question.request import read_request


def test_options_are_parted_from_words_for_the_runs():
    asked = read_request(
        ["+intervention=[takedown,licensing]", "combine=all", "ways=true", "replicates=auto", "executor=dask",
         "executor.jobs=3", "days=500"], analysis="compare",
    )  # fmt: skip
    assert asked.words == ("+intervention=[takedown,licensing]", "days=500") and asked.auto
    options = asked.options
    assert (options.combine, options.ways, options.executor.engine, options.executor.jobs) == (
        "all",
        True,
        "dask",
        3,
    )


def test_processes_are_the_default():
    assert read_request([]).options.executor.engine == "processes"


def test_a_study_brings_words_options_and_scenarios_and_typed_words_overrule(tmp_path):
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "mine.yaml").write_text(
        "# @package _global_\nquestion: Early or late?\ncombine: pairs\nwords: [ecosystem=small, replicates=7]\n"
        "scenarios:\n  early: ['+intervention=takedown', 'interventions.takedown.start=100']\n"
        "  late: ['+intervention=takedown', 'interventions.takedown.start=300']\n"
    )
    asked = read_request(["+study=mine", "replicates=3", "combine=none"], tmp_path)
    assert asked.options.question == "Early or late?" and asked.options.combine == "none"
    assert asked.words == ("ecosystem=small", "replicates=3")
    assert list(asked.scenarios) == ["early", "late"] and asked.scenarios["late"][1].endswith("=300")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["combin=all"], "no setting 'combin'; did you mean combine?"),
        (["combine=al"], "combine=al is not known; did you mean all?"),
        (["executor=das"], "unknown executor 'das'; did you mean dask?"),
        (["executor.jbs=3"], "did you mean executor.jobs?"),
        (["+study=nothing"], "unknown study 'nothing'"),
        (["half_width=wide"], "half_width=wide is not a number"),
        (["budget=0"], "budget=0 is out of range"),
        (["over=[a"], "cannot read 'over=[a'"),
        (["combine=all,none"], "one value"),
    ],
)
def test_what_cannot_be_meant_is_one_line(words, part):
    with pytest.raises(SettingsError) as error:
        read_request(words)
    assert part in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("scenarios: [a]\n", "scenarios is not a mapping of names to lists of words"),
        ("scenarios:\n  a: text\n", "scenarios.a is not a list of words"),
        ("serch: 3\n", "serch"),
        ("combine: perhaps\n", "combine=perhaps is not known"),
        ("scenarios: {}\nexecutor:\n  _target_: os.system\n", "never name code"),
    ],
)
def test_a_faulty_study_file_is_one_line(tmp_path, text, part):
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "mine.yaml").write_text("# @package _global_\n" + text)
    with pytest.raises(SettingsError) as error:
        read_request(["+study=mine"], tmp_path)
    assert part in str(error.value) and "\n" not in str(error.value)
