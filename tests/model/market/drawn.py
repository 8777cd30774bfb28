"""Random worlds: parameters and barriers anywhere in their ranges, ends included."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from sim.model.ecosystem import Ecosystem
from sim.model.engine.parameters import Parameter, parameters_of
from sim.model.interventions.base import Intervention
from sim.model.interventions.registry import catalogue
from sim.model.interventions.timeline import OBSERVABLE
from sim.model.market.geography import CHANNELS, COUNTRIES, PRODUCTS, SUBSTANCES
from sim.model.parameters import EcosystemParameters
from tests.model.market.worlds import changed


def _value(parameter: Parameter, at: Iterator[float], reach: float = 1.0) -> Any:
    """Return a value of a parameter.

    ``at`` yields places in its range, 0 lowest and 1 highest; ``reach`` is how much of the way there it goes.
    """

    def one(like: Any) -> Any:
        place = next(at)
        if isinstance(like, bool):
            return like if place >= reach else not like
        if parameter.choices is not None:
            return parameter.choices[min(int(place * len(parameter.choices)), len(parameter.choices) - 1)]
        low, high = parameter.low, parameter.high
        assert low is not None and high is not None, parameter.name
        value = like + reach * (low + place * (high - low) - like)
        return int(round(value)) if isinstance(like, int) else min(max(float(value), low), high)

    if isinstance(parameter.value, list):
        return [one(v) for v in parameter.value]
    if isinstance(parameter.value, dict):
        return {k: one(v) for k, v in parameter.value.items()}
    return one(parameter.value)


_DRAWN = {
    p.name: p
    for p in parameters_of(EcosystemParameters)
    if "." in p.name and (p.low is not None or isinstance(p.value, bool))
}
_SPLITS = (
    "buyers__home", "buyers__product", "vendors__home", "vendors__kind", "vendors__scope",
    "administrators__initial_shares", "makes__share",
)  # fmt: skip
_places = st.one_of(st.sampled_from([0.0, 1.0, 0.5]), st.floats(0, 1))


_BUSY = {"buyers__order_rate": 0.1, "vendors__per_buyer": 0.08}
"""Trade enough for a small world to have something to conserve."""


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    """Draw changes of parameters within their ranges: a few of any size, all by a little, or all by any."""
    how = draw(st.sampled_from(["few", "few", "few", "all a little", "all a little", "all"]))
    plain: dict[str, Any] = {} if how == "all" else dict(_BUSY)
    if how == "few":
        for name in draw(st.lists(st.sampled_from(sorted(_DRAWN)), unique=True, max_size=12)):
            places = iter(lambda name=name: draw(_places, label=name), None)
            plain[name.replace(".", "__")] = _value(_DRAWN[name], places)
    else:
        rng = np.random.default_rng(draw(st.integers(0, 2**32)))
        edges = draw(st.sampled_from([0.0, 0.3, 1.0]))  # how many lie at an end of their range
        reach = 1.0 if how == "all" else draw(st.sampled_from([0.02, 0.1, 0.3]))

        def places_at_random() -> Iterator[float]:
            while True:
                place = float(rng.random())
                yield float(round(place)) if rng.random() < edges else place

        for name, parameter in _DRAWN.items():
            key = name.replace(".", "__")
            like = dataclasses.replace(parameter, value=plain.get(key, parameter.value))
            plain[key] = _value(like, places_at_random(), reach)
    for name in _SPLITS:  # shares of which none is above zero split nothing
        values = plain.get(name, [1.0])
        if not sum(values.values() if isinstance(values, dict) else values):
            del plain[name]
    return plain


_TIMELINE = ("start", "duration", "ramp", "repeat", "trigger", "intensity", "countries")
_lists = {
    "countries": COUNTRIES, "channels": CHANNELS, "products": PRODUCTS, "substances": SUBSTANCES,
    "names": tuple(f"market-{n}" for n in range(1, 14)),
}  # fmt: skip


@st.composite
def barriers(draw: st.DrawFn, days: int) -> dict[str, Intervention]:
    """Draw one to three barriers or shocks of the catalogue with random timelines and parameters."""
    chosen = {}
    for name in draw(st.lists(st.sampled_from(sorted(catalogue())), min_size=1, max_size=3, unique=True)):
        kind = catalogue()[name]
        some = st.none() | st.integers(1, days)
        plain: dict[str, Any] = {
            "start": draw(st.integers(0, days - 1)), "duration": draw(some), "repeat": draw(some),
            "ramp": draw(st.integers(0, 40)), "intensity": draw(_places),
        }  # fmt: skip
        if draw(st.booleans()):
            plain["trigger"] = f"{draw(st.sampled_from(OBSERVABLE))} >= {draw(st.sampled_from([0, 0.1, 0.6, 9]))}"
        for p in parameters_of(kind):
            if p.name in _lists:
                plain[p.name] = draw(st.lists(st.sampled_from(_lists[p.name]), unique=True))
            elif p.name not in _TIMELINE and not p.name.startswith("cost"):
                plain[p.name] = _value(p, iter(lambda: draw(_places), None))
        if "count" in plain:
            plain["count"] = draw(st.integers(1, 5))
        chosen[name] = kind(**plain)
    return chosen


@dataclass(frozen=True)
class Recipe:
    """A world that can be printed, and made again from what was printed."""

    changes: dict[str, Any]
    interventions: dict[str, Intervention]
    buyers: int
    days: int
    seed: int

    def make(self) -> Ecosystem:
        """Make the world; replicate 1, where a marketplace that is named and closed is only missed."""
        return Ecosystem(
            changed(**self.changes), buyers=self.buyers, days=self.days, interventions=self.interventions,
            seed=self.seed, replicate=1,
        )  # fmt: skip


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    """Draw a world."""
    days = draw(st.integers(30, 120))
    return Recipe(draw(changes()), draw(barriers(days)), draw(st.integers(50, 600)), days, draw(st.integers(0, 2**32)))
