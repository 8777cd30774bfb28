"""Levers: modifiers compose in any order, where they are meant, within bounds, and leave nothing behind."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.engine.levers import Lever, Levers, Modifier
from sim.model.market import geography
from sim.model.market.levers import CATALOGUE

AXES = {"country": ("DE", "NL", "US"), "channel": ("post", "drop")}
SCALE = Lever("scale", "", "", ("country",), high=10.0)
ADD = Lever("add", "", "", ("channel", "country"), combine="add", low=-2.0, high=3.0)
JOIN = Lever("join", "", "", ("channel", "country"), combine="join", high=1.0)
PLAIN = Lever("plain", "", "")
ALL = (SCALE, ADD, JOIN, PLAIN)
BASES = {SCALE: np.array([1.0, 2.0, 0.5]), ADD: 0.25, JOIN: np.array([[0.1, 0.2, 0.0], [0.5, 1.0, 0.3]]), PLAIN: 4.0}


def make() -> Levers:
    levers = Levers(ALL, AXES)
    for lever, base in BASES.items():
        levers.set_base(lever, base)
    return levers


def snapshot(levers: Levers) -> list[bytes]:
    return [levers[lever].tobytes() for lever in ALL]


@st.composite
def modifiers(draw: st.DrawFn) -> Modifier:
    lever = draw(st.sampled_from(ALL))
    where = {
        axis: tuple(draw(st.lists(st.sampled_from(AXES[axis]), unique=True)))
        for axis in lever.shape
        if draw(st.booleans())
    }
    amount = draw(st.floats(0, 1) if lever.combine == "join" else st.floats(-2, 4))
    return Modifier(lever, amount, where or None)


def expected(todays: list[Modifier], lever: Lever) -> np.ndarray:
    """What the documentation says, cell by cell."""
    value = np.zeros([len(AXES[a]) for a in lever.shape])
    value[...] = BASES[lever]
    for cell in np.ndindex(value.shape):
        labels = {axis: AXES[axis][cell[i]] for i, axis in enumerate(lever.shape)}
        for m in todays:
            if m.lever is lever and all(labels[axis] in chosen for axis, chosen in (m.where or {}).items()):
                if lever.combine == "scale":
                    value[cell] *= m.amount
                elif lever.combine == "add":
                    value[cell] += m.amount
                else:
                    value[cell] = 1.0 - (1.0 - value[cell]) * (1.0 - m.amount)
    return np.clip(value, lever.low, lever.high)


@given(st.lists(modifiers(), max_size=6))
def test_composition_is_that_of_the_documentation(todays: list[Modifier]) -> None:
    levers = make()
    levers.apply(todays)
    for lever in ALL:
        assert levers[lever].shape == tuple(len(AXES[a]) for a in lever.shape)
        np.testing.assert_allclose(levers[lever], expected(todays, lever), rtol=1e-12, atol=1e-12)


@given(st.lists(modifiers(), max_size=5).flatmap(lambda m: st.tuples(st.just(m), st.permutations(m))))
def test_order_does_not_matter(both: tuple[list[Modifier], list[Modifier]]) -> None:
    one, other = make(), make()
    one.apply(both[0])
    other.apply(both[1])
    for lever in ALL:
        np.testing.assert_allclose(one[lever], other[lever], rtol=1e-12, atol=1e-12)


@given(st.lists(st.lists(modifiers(), max_size=4), max_size=6))
def test_nothing_is_left_behind(days: list[list[Modifier]]) -> None:
    """Whatever was applied on the days before, today is today's modifiers; without any the base is back, exactly."""
    levers = make()
    for day in days:
        levers.apply(iter(day))
        fresh = make()
        fresh.apply(day)
        assert snapshot(levers) == snapshot(fresh)
    levers.apply([])
    assert snapshot(levers) == snapshot(make())


def test_a_view_that_compiled_code_keeps_follows() -> None:
    levers = make()
    view = levers[JOIN]
    levers.apply([Modifier(JOIN, 0.5)])
    assert view is levers[JOIN] and view[0, 0] == pytest.approx(1 - 0.9 * 0.5)
    levers.set_base(JOIN, 0.0)
    assert view[1, 1] == pytest.approx(0.5), "a new base is seen, under today's modifiers"


def test_where_selects_and_an_empty_choice_selects_nothing() -> None:
    levers = make()
    levers.apply([Modifier(ADD, 1.0, {"channel": ("post",), "country": ("NL", "US")})])
    assert levers[ADD].tolist() == [[0.25, 1.25, 1.25], [0.25, 0.25, 0.25]]
    levers.apply([Modifier(ADD, 1.0, {"country": ()})])
    assert levers[ADD].tolist() == [[0.25] * 3] * 2


def test_values_stay_within_bounds() -> None:
    levers = make()
    levers.apply([Modifier(ADD, 5.0), Modifier(SCALE, -3.0), Modifier(PLAIN, 1e6)])
    assert (levers[ADD] == 3.0).all() and (levers[SCALE] == 0.0).all() and levers[PLAIN] == 4e6
    levers.apply([Modifier(ADD, 5.0), Modifier(ADD, -4.0)])
    assert (levers[ADD] == 1.25).all(), "bounds hold for the sum, not for each step of it"


def test_unknown_places_are_refused() -> None:
    with pytest.raises(ValueError, match="no axis"):
        make().apply([Modifier(SCALE, 1.0, {"channel": ("post",)})])
    with pytest.raises(ValueError):
        make().apply([Modifier(SCALE, 1.0, {"country": ("FR",)})])


def test_the_catalogue_is_documented_and_fits_its_axes() -> None:
    levers = Levers(CATALOGUE, geography.AXES)
    assert len({lever.name for lever in CATALOGUE}) == len(CATALOGUE)
    for lever in CATALOGUE:
        assert lever.doc and lever.unit and lever.low < lever.high
        assert levers[lever].shape == tuple(len(geography.AXES[a]) for a in lever.shape)
