"""From words to cases: barriers alone and together, named scenarios, closed ways."""

from __future__ import annotations

import pytest

from sim.settings import SettingsError
from sim.studies.question.plan import plan
from sim.studies.question.request import read_request

THREE = "+intervention=[takedown,postal_inspection,licensing]"


def planned(*words: str, folder=None, **defaults):
    return plan(read_request(words, folder, **{"analysis": "compare", **defaults}), folder)


@pytest.mark.parametrize(
    ("combine", "count", "last"),
    [("none", 3, "licensing"), ("pairs", 6, "postal_inspection+licensing"),
     ("all", 7, "takedown+postal_inspection+licensing")],
)  # fmt: skip
def test_each_alone_and_combinations(combine, count, last):
    ready = planned(THREE, f"combine={combine}")
    assert len(ready.scenarios) == count and ready.scenarios[-1] == last
    assert list(ready.cases[-1].settings.interventions) == last.split("+")
    assert len(ready.combinations) == count - 3
    assert len({case.world_key for case in ready.cases}) == 1


def test_the_same_barrier_twice_under_two_names():
    ready = planned("+intervention=takedown", "+intervention@interventions.second=takedown",
                    "interventions.second.start=300", "combine=pairs")  # fmt: skip
    assert ready.scenarios == ["takedown", "second", "takedown+second"]


def test_each_way_is_closed_in_a_world_of_its_own():
    ready = planned("+intervention=[takedown,licensing]", "ways=true", "ecosystem.ways.harden=false")
    worlds = {case.world for case in ready.cases}
    assert "" in worlds and "without open" in worlds and "without harden" not in worlds
    closed = next(case for case in ready.cases if case.world == "without street")
    assert not closed.settings.ecosystem.ways.street and closed.settings.ecosystem.ways.open
    every = next(case for case in ready.cases if case.world == "without any").settings.ecosystem.ways
    assert not any(vars(every).values())
    assert closed.daily == "none" and len(ready.main()) == 2
    assert len({case.world_key for case in ready.cases}) == len(worlds)


def test_named_scenarios_replace_words_of_the_study(tmp_path):
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "rival.yaml").write_text(
        "# @package _global_\nwords: ['+intervention=takedown', 'ecosystem=western', 'days=500']\n"
        "scenarios:\n  rival: ['ecosystem=western']\n  none: ['ecosystem=monopoly']\n"
    )
    ready = planned("+study=rival", folder=tmp_path)
    assert [c.settings.ecosystem.name for c in ready.cases] == ["western", "monopoly"]
    assert ready.scenarios == ["rival", "none"] and {c.settings.days for c in ready.cases} == {500}


def test_states_of_the_world_for_every_scenario():
    words = ("+intervention=[takedown,licensing]", "over=[ecosystem.vendors.stealth]", "design=sobol", "samples=4")
    ready = planned(*words, analysis="robustness")
    assert len(ready.cases) == 8 and ready.scenarios == ["takedown", "licensing"]
    assert len({case.world_key for case in ready.cases}) == 4


@pytest.mark.parametrize(
    ("words", "defaults", "part"),
    [
        ([], {}, "compare needs barriers"),
        (["+intervention=none"], {}, "compare needs barriers"),
        (["+intervention=takedown", "ways=true", "days=500,600"], {}, "here the world varies"),
        (["+intervention=takedown"], {"analysis": "morris"}, "morris needs 2 or more parameters"),
        (["+intervention=takedown"], {"analysis": "robustness"}, "robustness needs 1 or more"),
        (["+intervention=takedown,licensing"], {}, "write '+intervention=[takedown,licensing]'"),
        (
            ["+intervention=takedown,licensing", "over=[ecosystem.vendors.stealth]"],
            {"analysis": "robustness"},
            "every barrier against the same worlds",
        ),
        (["+intervention=takedown", "combine=all", "start=5000"], {}, "beyond the horizon"),
        (["+intervention=takedown", "criterion=dept"], {}, "criterion=dept is not known; did you mean depth?"),
    ],
)
def test_what_makes_no_study_is_one_line(words, defaults, part):
    with pytest.raises(SettingsError) as error:
        planned(*words, **defaults)
    assert part in str(error.value) and "\n" not in str(error.value)


def test_too_many_combinations_are_refused():
    many = [f"+intervention@interventions.b{n}=takedown" for n in range(11)]
    with pytest.raises(SettingsError, match=r"11 barriers have 2,047 combinations"):
        planned(*many, "combine=all")
