"""What is imposed is said: every assumed response exists, and a scenario lists those it rests on."""

from __future__ import annotations

from sim.model.assumed import ASSUMED, assumed_responses, bears_on
from sim.model.ecosystem import EcosystemParameters
from sim.model.engine.parameters import parameters_of
from sim.model.interventions.licensing import Licensing
from sim.model.interventions.postal_inspection import PostalInspection
from sim.model.interventions.registry import catalogue
from sim.model.interventions.takedown import Takedown

PAR = EcosystemParameters()


def names(*barriers) -> set[str]:
    return {p.name for p in assumed_responses(PAR, barriers)}


def test_assumed_responses_are_parameters() -> None:
    known = {p.name for p in parameters_of(PAR)}
    assert set(ASSUMED) <= known


def test_a_scenario_lists_what_it_rests_on() -> None:
    licence, takedown, post = names(Licensing()), names(Takedown()), names(PostalInspection())
    assert "facilitators.search_days" in licence - takedown - post
    assert {"administrators.growth", "administrators.build_days"} <= takedown - licence - post
    assert "vendors.reroute_response" in post - licence - takedown
    assert names(Licensing(), Takedown()) == licence | takedown and names() == set()
    values = {p.name: p.value for p in assumed_responses(PAR, [Takedown()])}
    assert values["administrators.growth"] == PAR.administrators.growth


def test_every_barrier_bears_on_somebody() -> None:
    for name, kind in catalogue().items():
        for first in ("random", "largest") if name == "licensing" else ("",):
            assert bears_on(kind(**({"first": first} if first else {}))), name
