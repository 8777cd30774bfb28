"""What every barrier and shock of the catalogue owes the program."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

import sim.model.interventions
from sim.model.acts.act import Act
from sim.model.engine.levers import Levers
from sim.model.interventions.base import (
    KINDS,
    STAGES,
    Intervention,
    MarketShock,
    SupplierBarrier,
    Today,
    inside,
)
from sim.model.interventions.registry import catalogue
from sim.model.market.geography import AXES, FACILITATORS
from sim.model.market.levers import CATALOGUE

NAMES = sorted(inside())
FIRST = Today(day=10, strength=1.0, first=True, elapsed=0, wave=0)


def test_every_file_is_found_and_nothing_else() -> None:
    folder = Path(sim.model.interventions.__file__).parent
    written = {
        f.stem
        for f in folder.glob("*.py")
        if re.search(r"^class \w+\((Intervention|MarketShock|SupplierBarrier)\)", f.read_text(), re.M)
    }
    assert set(NAMES) == written - {"base"} and len(NAMES) >= 8
    assert not {Intervention, MarketShock, SupplierBarrier} & set(catalogue().values())


@pytest.mark.parametrize("name", NAMES)
def test_it_has_its_place_in_the_barrier_model(name: str) -> None:
    kind = catalogue()[name]
    assert kind.stage in STAGES and kind.kind in KINDS
    assert kind.summary and kind.phrase and kind.source and kind.__doc__
    assert kind.phrase[0].isupper() and not kind.phrase.endswith(".")
    assert set(kind.facilitators) <= set(FACILITATORS)
    file = Path(sim.model.interventions.__file__).parent / f"{name}.py"
    assert len(file.read_text(encoding="utf-8").splitlines()) < 60


def test_what_is_expected_of_it_was_written_down() -> None:
    """By the evidence, before it was coded: direction, range, duration, with the records; or that there is none."""
    lacking = [name for name in NAMES if not re.search(r"no evidence|[BDS]\d", inside()[name].expected)]
    assert lacking == []


@pytest.mark.parametrize("name", NAMES)
def test_it_is_data(name: str) -> None:
    kind = catalogue()[name]
    one = kind()
    assert dataclasses.is_dataclass(one) and one == kind() and kind(intensity=0.5) != one
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.start = 3  # type: ignore[misc]


@pytest.mark.parametrize("name", NAMES)
def test_it_does_something_at_full_strength_and_nothing_at_none(name: str) -> None:
    barrier = catalogue()[name]()
    acts = list(barrier.acts(FIRST))
    assert all(isinstance(act, Act) and act.probability == 1.0 for act in acts)
    assert acts or list(barrier.modifiers(FIRST))
    assert [act.probability for act in catalogue()[name](intensity=0.0).acts(FIRST)] == [0.0] * len(acts)
    levers = Levers(CATALOGUE, AXES)
    for lever in CATALOGUE:
        levers.set_base(lever, 0.4)
    before = [levers[lever].tobytes() for lever in CATALOGUE]
    levers.apply(barrier.modifiers(dataclasses.replace(FIRST, strength=0.0)))
    assert [levers[lever].tobytes() for lever in CATALOGUE] == before
    levers.apply(barrier.modifiers(FIRST))
    assert bool(list(barrier.modifiers(FIRST))) == ([levers[lever].tobytes() for lever in CATALOGUE] != before)


@pytest.mark.parametrize("name", NAMES)
def test_acts_are_ordered_on_the_first_day_only(name: str) -> None:
    later = dataclasses.replace(FIRST, first=False, elapsed=5)
    assert list(catalogue()[name]().acts(later)) == []


@pytest.mark.parametrize("name", NAMES)
def test_strength_lies_between_nothing_and_all(name: str) -> None:
    """Half the strength moves levers less than all of it, in the same direction."""
    barrier = catalogue()[name]()
    half, full = (list(barrier.modifiers(dataclasses.replace(FIRST, strength=s))) for s in (0.5, 1.0))
    assert [m.lever for m in half] == [m.lever for m in full]
    for a, b in zip(half, full, strict=True):
        neutral = 1.0 if a.lever.combine == "scale" else 0.0
        assert abs(a.amount - neutral) < abs(b.amount - neutral) and (a.amount - neutral) * (b.amount - neutral) > 0


@pytest.mark.parametrize("name", NAMES)
def test_what_has_no_effect_is_refused(name: str) -> None:
    kind = catalogue()[name]
    kind(start=99).check(100)
    with pytest.raises(ValueError, match="horizon"):
        kind(start=100).check(100)
    for changes, allowed in (({"countries": ["DE", "NL"]}, kind.by_country), ({"ramp": 5}, not kind.at_once)):
        barrier = kind(start=1, **changes)
        if allowed:
            barrier.check(100)
        else:
            with pytest.raises(ValueError, match="no effect"):
                barrier.check(100)


def test_only_those_that_can_be_limited_to_countries_are(countries: tuple[str, ...] = ("NL",)) -> None:
    for name in NAMES:
        barrier = catalogue()[name](countries=list(countries))
        places = [dict(m.where or {}).get("country") for m in barrier.modifiers(FIRST)]
        if barrier.by_country:
            assert places and set(places) == {countries}, name
