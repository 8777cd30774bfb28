"""``calibrate``: what it accepts, what it writes, and that it goes on."""

from __future__ import annotations

import json

import pandas as pd
import pytest
import yaml

from sim.__main__ import main
from sim.settings import compose
from sim.studies.fitting.fit import group
from sim.validation.evaluation import Evaluator, all_checks, evaluate
from sim.validation.facts import STEADY

pytest.importorskip("sklearn")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["byers=3"], "did you mean buyers?"),
        (["buyers=3"], "allowed: 10 to"),
        (["holdout=monopol"], "did you mean monopoly?"),
        (["over=[vendors.stopp]"], "did you mean vendors.stop?"),
        (["over=[buyers.product]"], "only parameters that are judgement or derived"),
        (["points=1"], "allowed: 10 to"),
        (["waves=none"], "is not a whole number"),
        (["+intervention=takedown"], "there is no"),
    ],
)
def test_bad_input_is_one_line_and_two(words, part, capsys):
    assert main(["calibrate", *words]) == 2
    captured = capsys.readouterr()
    assert part in captured.err and captured.err.count("\n") == 1 and captured.out == ""


@pytest.fixture
def quick(monkeypatch):
    """Replace the runs: one figure follows one parameter, the others are in the middle of their bands."""
    ran = []

    def answer(self, overrides):
        ran.append(dict(overrides))
        figures = {name: [(c.low + c.high) / 2.0] * 2 for name, c in all_checks().items()}
        figures[f"{STEADY}: positive feedback"] = [0.9 + 5.0 * overrides["vendors.stop"]] * 2
        figures["monopoly: revenue in the first month, against before"] = [overrides["vendors.entry"] * 100.0] * 2
        return figures

    monkeypatch.setattr(Evaluator, "__call__", answer)
    return ran


WORDS = ["calibrate", "over=[vendors.stop,vendors.entry]", "points=20", "waves=1", "members=30", "workers=1"]


def test_it_writes_what_it_found_and_goes_on(tmp_path, capsys, quick):
    folder = tmp_path / "fit"
    assert main([*WORDS, "holdout=monopoly", f"output={folder}"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[-1] == str(folder) and "20 sets of parameters were run; of " in out
    assert "30 sets are kept, between these, that no fact rules out" in out
    assert "vendors.stop" in out and "Facts held out (monopoly)" in out
    kept = pd.read_csv(folder / "ensemble.csv")
    assert list(kept.columns) == ["member", "vendors.stop", "vendors.entry"] and len(kept) == 30
    assert kept["vendors.stop"].between(0.0134, 0.0172).all(), "feedback of 0.968 to 0.985 in the figure above"
    told = pd.read_csv(folder / "identification.csv").set_index("parameter")["told"]
    assert told["vendors.stop"] == "identified" and told["vendors.entry"] == "unidentified", "its episode is held out"
    facts = pd.read_csv(folder / "facts.csv")
    assert facts.loc[facts["held_out"], "part"].unique().tolist() == ["monopoly"]
    record = json.loads((folder / "provenance.json").read_text())
    assert record["sets"] == 20 and 6 <= record["finals"] <= 7, "the best six and the present one again"
    assert main([*WORDS, "holdout=monopoly", f"output={folder}"]) == 0 and len(quick) == 20 + record["finals"], (
        "nothing is run twice"
    )
    assert main([*WORDS, "holdout=several", f"output={folder}"]) == 2
    assert "another calibration" in capsys.readouterr().err


def test_the_chosen_set_is_a_group_that_settings_take(tmp_path):
    (tmp_path / "ecosystem").mkdir()
    from sim.model.parameters import EcosystemParameters

    fitted = {"vendors.stop": 0.011, "administrators.developers": 6.4, "vendors.kind_scale.2": 20.0}
    text = group(fitted, EcosystemParameters())
    (tmp_path / "ecosystem" / "fitted.yaml").write_text(text)
    scales = [*EcosystemParameters().vendors.kind_scale[:2], 20.0]  # a file replaces a list whole
    assert yaml.safe_load(text) == {
        "ecosystem": {"vendors": {"stop": 0.011, "kind_scale": scales}, "administrators": {"developers": 6}}
    }
    settings = compose(["ecosystem=fitted"], tmp_path)
    assert settings.ecosystem.vendors.stop == 0.011 and settings.ecosystem.administrators.developers == 6
    assert settings.ecosystem.vendors.kind_scale == scales


def test_an_evaluation_is_a_function_of_set_and_seed():
    from sim.model.parameters import EcosystemParameters

    once, again, other = (
        evaluate(EcosystemParameters(), 1500, seed, 2, ("second_exit_scam", "loud_small_raid")) for seed in (1, 1, 2)
    )
    assert once == again != other
    assert set(once) == set(all_checks(("second_exit_scam", "loud_small_raid")))
    assert all(len(values) <= 2 for values in once.values()) and any(len(values) == 2 for values in once.values())
