"""``sim.run`` takes names or objects, and refuses what the command line refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd
import pytest

import sim
from sim.__main__ import main
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention
from sim.model.interventions.takedown import Takedown
from sim.settings import SettingsError, compose
from sim.settings.values import word
from sim.studies.api import settings_for
from sim.studies.fitting.validation import Comparison
from sim.studies.question.asked import words_of
from sim.validation.measure import PARTS, checks

pytestmark = pytest.mark.usefixtures("unrendered")


def test_names_mean_what_they_mean_on_the_command_line():
    settings = settings_for(["takedown", "postal_inspection"], ecosystem="small", replicates=3, start=100)
    typed = compose(["+intervention=[takedown,postal_inspection]", "ecosystem=small", "replicates=3", "start=100"])
    assert settings == typed


def test_dotted_settings_and_repeated_names():
    settings = settings_for(["takedown", "takedown"], **{"interventions.takedown_2.count": 4})
    assert {n: b.count for n, b in settings.interventions.items()} == {"takedown": 1, "takedown_2": 4}


def test_objects_are_taken_as_they_are_and_checked():
    raid = Takedown(start=50, targets="named", names=["market-1"])
    settings = settings_for({"raid": raid, "takedown": "takedown"}, days=400)
    assert settings.interventions["raid"] == raid
    assert list(settings.interventions) == ["raid", "takedown"]
    with pytest.raises(SettingsError, match=r"interventions.takedown.intensity=7.*sim.run"):
        settings_for([Takedown(intensity=7)])


def test_a_misspelt_setting_is_refused():
    with pytest.raises(SettingsError, match="did you mean replicates"):
        sim.run(["takedown"], replicats=3)


@pytest.mark.parametrize(
    "value", [None, True, 3, 0.1, 1e-7, "plain", "a, b", "it's", "back\\slash\\", "", [1, 2], ["x y", "z"], {"DE": 0.5}]
)
def test_words_are_read_back_as_the_value(value):
    from hydra.core.override_parser.overrides_parser import OverridesParser

    assert OverridesParser.create().parse_override(f"key={word(value)}").value() == value


def test_it_runs(fake):
    result = sim.run(["takedown"], replicates=2, days=120, start=40, workers=1)
    assert result.finished == 2 and result.paired
    assert repr(result) == "<Result: takedown, 2 of 2 replicates>"


def test_objects_and_values_that_vary_are_the_words_of_the_command_line():
    words = words_of({"raid": Takedown(start=50, count=2), "licensing": "licensing"}, {"days": [200, 300]})
    assert words == ["+intervention=[licensing]", "+intervention@interventions.raid=takedown",
                     "interventions.raid.start=50", "interventions.raid.count=2", "days=200,300"]  # fmt: skip
    over = {"ecosystem.vendors.entry": (0.002, 0.01), "ecosystem.vendors.stop": None, "ecosystem": ["small", "western"]}
    assert words_of((), over) == ["ecosystem.vendors.entry=interval(0.002,0.01)", "ecosystem=small,western",
                                  "over=[ecosystem.vendors.stop]"]  # fmt: skip
    assert words_of((), "ecosystem.vendors.stop") == ["over=[ecosystem.vendors.stop]"]
    with pytest.raises(SettingsError, match="a list of values, a pair"):
        words_of((), {"days": 3})


QUICK = {"replicates": 2, "days": 120, "start": 40, "buyers": 1000, "workers": 1}


def test_compare_in_python_is_compare_on_the_command_line(fake, tmp_path, capsys):
    study = sim.compare(["takedown", "licensing"], **QUICK)
    words = ["compare", "+intervention=[takedown,licensing]", *(f"{k}={v}" for k, v in QUICK.items())]
    assert main([*words, f"output={tmp_path / 'c'}", "-q"]) == 0
    pd.testing.assert_frame_equal(study.effects, sim.load(tmp_path / "c").effects)
    assert set(study.league["scenario"]) == {"takedown", "licensing"} and study.answer
    assert study.report(tmp_path / "r.html") == (tmp_path / "r.html").read_text() and {"league"} <= set(study.plot())
    assert {"answer", "league", "columns"} <= set(pd.read_excel(study.to_excel(tmp_path / "c.xlsx"), sheet_name=None))
    there = study.save(tmp_path / "kept")
    assert (there / "report.html").is_file() and sim.load(there).record["cases"]
    pd.testing.assert_frame_equal(sim.load(there).effects, study.effects)


def test_sweep_takes_values_and_goes_on_in_a_folder(fake, tmp_path):
    over = {"interventions.takedown.count": [1, 2]}
    study = sim.sweep("takedown", over, output=str(tmp_path / "s"), **QUICK)
    assert list(study.design["interventions.takedown.count"]) == [1, 2] and study.folder == tmp_path / "s"
    more = sim.sweep("takedown", over, output=str(tmp_path / "s"), **{**QUICK, "replicates": 3})
    assert [session["ran"] for session in more.provenance["sessions"]] == [4, 2]
    (line,) = [text for text in more.answer if "where takedown.count" in text]
    assert "where takedown.count is 1" in line and "where takedown.count is 2" in line
    assert "where takedown.count is 2" in more.report().replace("\u00a0", " ")


def test_every_study_takes_the_world_of_a_stored_run(fake, tmp_path):
    there = sim.run("takedown", ecosystem="small", **{**QUICK, "days": 130}).save(tmp_path / "first")
    rest = {"replicates": 2, "workers": 1, "from": there}
    for study in (
        sim.compare(["takedown", "licensing"], **rest),
        sim.sweep("takedown", {"interventions.takedown.count": [1, 2]}, **rest),
        sim.run("licensing", **rest).study,
    ):
        assert {(c.settings.days, c.settings.buyers, c.settings.ecosystem.name) for c in study.cases} == {
            (130, 1000, "small")
        }


@dataclass(frozen=True)
class ParcelLevy(Intervention):
    """Make parcels dearer."""

    burden: float = parameter(0.2, "share of wishes given up", unit="share", low=0, high=1)
    summary: ClassVar[str] = "make parcels dearer"
    stage: ClassVar[str] = "ship"
    kind: ClassVar[str] = "economic"


def test_barriers_of_ones_own_are_compared_as_objects_and_classes(fake):
    study = sim.compare({"levy": ParcelLevy(start=40, burden=0.5), "usual": ParcelLevy}, **QUICK)
    assert {case.scenario: case.settings.interventions[case.scenario].burden for case in study.cases} == {
        "levy": 0.5, "usual": 0.2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("call", "part"),
    [
        (lambda: sim.compare(["takedwn"]), "did you mean takedown?"),
        (lambda: sim.compare("takedown", replicats=3), "did you mean replicates?"),
        (lambda: sim.sweep("takedown", {"ecosystem.vendors.entri": (0, 1)}), "did you mean ecosystem.vendors.entry?"),
        (lambda: sim.validate(byers=3), "did you mean buyers?"),
        (lambda: sim.validate(replicates=0), "at least 1"),
        (lambda: sim.calibrate(["vendors.stopp"]), "did you mean vendors.stop?"),
    ],
)
def test_mistakes_are_those_of_the_command_line(call, part):
    with pytest.raises(SettingsError) as error:
        call()
    assert part in str(error.value)


def test_a_validation_draws_tells_and_writes_its_facts(monkeypatch, tmp_path):
    rows = [(part, c.id, c.label, r, (c.low + c.high) / 2) for part in PARTS for c in checks(part) for r in range(3)]
    measured = pd.DataFrame(rows, columns=["part", "id", "label", "replicate", "value"])
    none = dict.fromkeys(PARTS, 3), dict.fromkeys(PARTS, 0)
    monkeypatch.setattr("sim.studies.fitting.validation.compare", lambda *_, **__: Comparison(measured, 3, *none))
    found = sim.validate(quick=True)
    assert found.table["met"].all() and set(found.plot()) == {"facts"} and "facts" in str(found).lower()
    assert "<h1>Validation</h1>" in found.report() and found.to_excel(tmp_path / "v.xlsx").is_file()
