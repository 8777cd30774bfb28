"""An objective on the command line: it is understood, answered, and refused in one line where it cannot be meant."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.__main__ import main

pytestmark = pytest.mark.usefixtures("unrendered")

TINY = ["ecosystem=small", "buyers=300", "days=700", "start=200", "replicates=4", "workers=1"]


def run(tmp_path, *words: str, command: str = "run") -> int:
    return main([command, *words, *TINY, f"output={tmp_path / 'out'}"])


@pytest.mark.parametrize(
    ("objective", "verdict", "worlds"),
    [
        ("averted_share > 0.3 until 100", "reached", 4),
        pytest.param("averted_first_year_share > 0.3 until 365", "not reached", 0, marks=pytest.mark.long),
        pytest.param("averted_first_year_share > 0.05", "reached", 4, marks=pytest.mark.long),
        ("averted_first_year_share < 0.05", "not reached", 0),
    ],
)
def test_a_run_tells_whether_it_is_reached(fake, tmp_path, capsys, objective, verdict, worlds):
    """The fake world's barrier halves orders for 100 days."""
    assert run(tmp_path, "+intervention=takedown", f"objective={objective}") == 0
    table = pd.read_csv(tmp_path / "out" / "objective.csv")
    assert list(table["verdict"]) == [verdict] and list(table["worlds_reached"]) == [worlds]
    said = f"is {verdict}"
    assert said in " ".join(capsys.readouterr().out.split())
    assert said in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert said in " ".join((tmp_path / "out" / "summary.txt").read_text(encoding="utf-8").split())


def test_python_takes_one_too(fake):
    import sim

    result = sim.run(["takedown"], ecosystem="small", buyers=300, days=700, start=200, replicates=4, workers=1,
                     objective="averted_share > 0.3 until 100")  # fmt: skip
    assert list(result.objective["verdict"]) == ["reached"] and "is reached" in " ".join(str(result).split())
    assert result.barrier_model.loc[result.barrier_model["touched_by"] == "takedown", "name"].tolist().count("hosting")


def test_a_comparison_names_the_cheapest_that_reaches_it(fake, tmp_path, capsys):
    words = ["+intervention=[takedown,licensing]", "interventions.licensing.intensity=0.1"]
    assert run(tmp_path, *words, "objective=averted_share > 0.3 until 100", command="compare") == 0
    table = pd.read_csv(tmp_path / "out" / "objective.csv").set_index("scenario")
    assert dict(table["verdict"]) == {"takedown": "reached", "licensing": "not reached"}
    assert "Is the objective reached?" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_the_barrier_model_is_a_file_and_a_page(fake, tmp_path):
    assert run(tmp_path, "+intervention=[takedown,licensing]", command="compare") == 0
    table = pd.read_csv(tmp_path / "out" / "barrier_model.csv")
    hit = table[table["touched_by"].notna() & (table["block"] == "facilitators")]
    assert dict(zip(hit["name"], hit["touched_by"], strict=True)) == {"hosting": "takedown", "exchange": "licensing"}
    for name, place in (("by_stage", "sell"), ("by_partner", "tax authority"), ("by_level", "level: payment")):
        rows = pd.read_csv(tmp_path / "out" / f"{name}.csv")
        assert list(rows.loc[rows.iloc[:, 0] == place, "scenario"]) == ["licensing"]
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "who can act, where" in page and "By partner" in page


@pytest.mark.parametrize(
    ("objective", "told"),
    [
        ("avertd_share > 0.3", "averted_share"),
        ("averted_share is 0.3", "reads"),
        ("averted_first_year_share > 0.3 until 400", "looks at 365 days"),
        ("averted_share > 0.3 until 900", "500 days"),
    ],
)
@pytest.mark.parametrize("command", ["run", "compare"])
def test_what_cannot_be_meant_is_refused_in_one_line(fake, tmp_path, capsys, objective, told, command):
    assert run(tmp_path, "+intervention=[takedown,licensing]", f"objective={objective}", command=command) == 2
    error = capsys.readouterr().err.strip()
    assert told in error and "\n" not in error and "objective" in error
    assert not (tmp_path / "out").exists()
