"""``sim.run`` takes names or objects, and refuses what the command line refuses."""

from __future__ import annotations

import pytest

import sim
from sim.model.interventions.takedown import Takedown
from sim.settings import SettingsError, compose
from sim.settings.values import word
from sim.studies.api import settings_for


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
