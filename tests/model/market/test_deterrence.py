"""What follows an arrest weighs little, how hard or how soon it is; that it comes is what counts."""

from __future__ import annotations

import dataclasses

import pytest

from sim.model.market.deterrence import weight_of_sanctions
from sim.model.parameters import EcosystemParameters

LAW = EcosystemParameters().authorities


@pytest.mark.parametrize("name", ["severity", "speed"])
def test_how_hard_or_soon_it_is_weighs_as_far_as_it_is_felt(name: str) -> None:
    """Figures: severity and its severity_felt, speed and its speed_felt."""
    assert weight_of_sanctions(LAW) == 1.0
    twice = dataclasses.replace(LAW, **{name: 2.0})
    assert 1.0 < weight_of_sanctions(twice) < 1.5  # doubled, it is felt by far less than twice
    for felt in (0.0, 0.5, 1.0):
        assert weight_of_sanctions(dataclasses.replace(twice, **{f"{name}_felt": felt})) == pytest.approx(2.0**felt)
