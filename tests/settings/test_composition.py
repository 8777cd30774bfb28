"""What is typed becomes the settings that are meant."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import yaml

from sim.model.catalogue.channels import CHANNELS
from sim.model.interventions.registry import catalogue
from sim.model.interventions.takedown import Takedown
from sim.settings import Settings, compose
from sim.settings.library import Library

LOSS = [0.0, 1.0, *[0.1] * (len(CHANNELS) - 2)]


def test_nothing_typed_gives_the_western_baseline():
    settings = compose()
    assert settings == Settings()
    assert not settings.interventions


def test_a_barrier_follows_the_common_start():
    assert compose(["+intervention=takedown"]).interventions == {"takedown": Takedown(start=365)}
    assert compose(["+intervention=takedown", "start=77"]).interventions["takedown"].start == 77


def test_plus_may_be_left_out():
    assert compose(["intervention=takedown"]) == compose(["+intervention=takedown"])
    assert compose(["+days=500"]) == compose(["days=500"])
    assert compose(["+ecosystem=small"]) == compose(["ecosystem=small"])


def test_several_barriers_each_set_by_name():
    words = ["+intervention=[takedown,postal_inspection]", "interventions.takedown.start=100", "start=200"]
    settings = compose(words)
    assert {n: b.start for n, b in settings.interventions.items()} == {"takedown": 100, "postal_inspection": 200}
    assert [type(b).__name__ for b in settings.interventions.values()] == ["Takedown", "PostalInspection"]


def test_the_same_barrier_twice_under_two_names():
    settings = compose(
        [
            "+intervention=takedown",
            "+intervention@interventions.second=takedown",
            "interventions.second.start=600",
            "interventions.second.count=3",
        ]
    )
    first, second = settings.interventions["takedown"], settings.interventions["second"]
    assert isinstance(second, Takedown)
    assert (first.start, first.count, second.start, second.count) == (365, 1, 600, 3)


def test_order_of_words_does_not_matter():
    assert compose(["interventions.takedown.count=2", "+intervention=takedown"]).interventions["takedown"].count == 2


def test_none_is_the_baseline():
    assert compose(["+intervention=none"]) == Settings()


def test_an_ecosystem_brings_its_size_and_words_overrule_it():
    small = compose(["ecosystem=small", "+intervention=takedown"])
    assert (small.ecosystem.name, small.buyers, small.days, small.start, small.replicates) == (
        "small",
        4000,
        600,
        180,
        12,
    )
    assert small.interventions["takedown"].start == 180
    assert compose(["ecosystem=small", "buyers=500"]).buyers == 500


def test_nested_values_of_every_kind_arrive_typed():
    settings = compose(
        [
            f"ecosystem.couriers.loss={LOSS}",
            "ecosystem.ways.migrate=false",
            "+intervention=postal_inspection",
            "interventions.postal_inspection.countries=[DE,NL]",
            "interventions.postal_inspection.duration=30",
            "interventions.postal_inspection.intensity=1",
        ]
    )
    assert settings.ecosystem.couriers.loss == LOSS
    assert settings.ecosystem.ways.migrate is False
    inspection = settings.interventions["postal_inspection"]
    assert (inspection.countries, inspection.duration) == (["DE", "NL"], 30)
    assert type(inspection.intensity) is float


def test_settings_survive_yaml():
    settings = compose(["+intervention=postal_inspection", "interventions.postal_inspection.countries=[DE]", "seed=7"])
    plain = yaml.safe_load(yaml.safe_dump(settings.to_dict()))
    assert Settings.from_dict(plain) == settings
    assert plain["interventions"]["postal_inspection"]["barrier"] == "postal_inspection"


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_barrier_of_the_catalogue_has_a_short_file(name: str):
    file = Library.of().groups["intervention"][name]
    if isinstance(file, Path):  # else it is made from the class
        lines = file.read_text(encoding="utf-8").splitlines()
        assert lines[0] == f"# @package interventions.{name}"
        assert len(lines) < 15
    assert type(compose([f"+intervention={name}"]).interventions[name]) is catalogue()[name]


@pytest.mark.parametrize("name", sorted(Library.of().groups["ecosystem"]))
def test_every_ecosystem_composes_under_its_name(name: str):
    assert compose([f"ecosystem={name}"]).ecosystem.name == name


def test_users_add_a_folder_of_their_own(tmp_path):
    folder = tmp_path / "my folder"
    (folder / "intervention").mkdir(parents=True)
    (folder / "intervention" / "big_raid.yaml").write_text(
        "# @package interventions.big_raid\n"
        "defaults: [/takedown_schema@_here_, _self_]\n"
        "start: ${start}\ncount: 17\ntargets: random\n"
    )
    settings = compose(["+intervention=[takedown,big_raid]", "start=50"], folder)
    assert settings.interventions["big_raid"] == Takedown(start=50, count=17, targets="random")
    assert settings.interventions["takedown"].count == 1


def test_every_parameter_can_be_typed():
    """The schema mirrors the records: setting each figure to its own value changes nothing."""
    from sim.model.engine.parameters import parameters_of
    from sim.settings.values import word

    words = [f"{p.name}={word(p.value)}" for p in parameters_of(Settings) if p.value is not None]
    assert len(words) > 50
    assert compose(words) == Settings()


@pytest.mark.parametrize("typed", ["leader_share > 0.6", "'leader_share > 0.6'", "leader_share>0.6"])
def test_a_trigger_needs_no_quotes_within_those_of_the_shell(typed: str):
    settings = compose(["+intervention=takedown", f"interventions.takedown.trigger={typed}"])
    assert (settings.interventions["takedown"].trigger or "").replace(" ", "") == "leader_share>0.6"


def test_settings_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().days = 3  # type: ignore[misc]
