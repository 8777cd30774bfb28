"""What a barrier says that cannot be is refused, naming barrier, lever and day."""

from __future__ import annotations

import math
import pickle
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from sim.model.acts.arrest import Arrest
from sim.model.acts.close import Close
from sim.model.acts.crowds import Members, Vendors
from sim.model.acts.impair import Impair
from sim.model.acts.publicise import Publicise
from sim.model.acts.read_along import ReadAlong
from sim.model.acts.targets import Targets
from sim.model.ecosystem import Ecosystem
from sim.model.engine.levers import Lever, Modifier
from sim.model.interventions.act_guard import faults
from sim.model.interventions.base import Intervention, Today
from sim.model.interventions.guard import BarrierFault
from sim.model.market.levers import DEMAND, FACILITATOR_SUPPLY, INSPECTION, INSPECTION_CAPACITY


@dataclass(frozen=True)
class Says(Intervention):
    """A barrier that says whatever a test wants."""

    what: Callable[[], Any] = lambda: None
    order: Callable[[], Any] = lambda: None

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        if (said := self.what()) is not None:
            yield said

    def acts(self, today: Today) -> Iterator[Any]:
        if (said := self.order()) is not None:
            yield said


WRONG = {
    "nan": (lambda: Modifier(DEMAND, math.nan), "lever demand: nan is not a finite number on day 7"),
    "infinite": (lambda: Modifier(INSPECTION_CAPACITY, math.inf), "lever inspection_capacity: inf is not a finite"),
    "below": (lambda: Modifier(FACILITATOR_SUPPLY, -0.5), "lever facilitator_supply: -0.5 is out of range"),
    "no share": (lambda: Modifier(INSPECTION, 1.5), r"lever inspection: 1.5 is out of range \(0 to 1\)"),
    "label": (lambda: Modifier(FACILITATOR_SUPPLY, 0.5, {"facilitator": ("bank",)}), "no facilitator is called 'bank'"),
    "axis": (lambda: Modifier(DEMAND, 0.5, {"channel": ("local_drop",)}), "lever demand has no axis channel"),
    "text": (lambda: Modifier(DEMAND, "0.5"), "lever demand: '0.5' is not a number"),
    "no lever": (lambda: Modifier("demand", 0.5), "'demand' is no Lever"),
    "own lever": (lambda: Modifier(Lever("mine", "", ""), 0.5), "lever 'mine' is none of the model"),
    "no labels": (lambda: Modifier(FACILITATOR_SUPPLY, 0.5, {"country": None}), "country=None is no tuple"),
    "a word for labels": (lambda: Modifier(FACILITATOR_SUPPLY, 0.5, {"country": "DE"}), "country='DE' is no tuple"),
    "where": (lambda: Modifier(FACILITATOR_SUPPLY, 0.5, ["DE"]), "is no mapping of axes"),
    "array": (lambda: Modifier(DEMAND, np.ones(3)), "is not a number"),
    "complex": (lambda: Modifier(DEMAND, 1j), "1j is not a number"),
    "none": (lambda: Modifier(DEMAND, None), "None is not a number"),
    "huge": (lambda: Modifier(DEMAND, 10**400), "hundreds of digits is out of range"),
    "large": (lambda: Modifier(DEMAND, 1e300), "1e.300 is out of range"),
    "near": (lambda: Modifier(FACILITATOR_SUPPLY, 0.5, {"country": ("D",)}), "no country is called 'D'"),
    "long": (lambda: Modifier(FACILITATOR_SUPPLY, 0.5, {"country": ("D" * 2000,)}), "on day 7"),
    "other": (lambda: 3, "3 is no Modifier on day 7"),
    "raises": (lambda: 1 / 0, "ZeroDivisionError: division by zero, on day 7"),
    "leaves": (lambda: sys.exit("bye"), "SystemExit: bye, on day 7"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_modifier_is_refused_on_its_day(case: str) -> None:
    what, why = WRONG[case]
    world = Ecosystem(buyers=100, days=20, interventions={"mine": Says(start=7, what=what)}).run(7)
    with pytest.raises(BarrierFault, match=f"barrier mine: .*{why}") as fault:
        world.step()
    assert fault.value.key == "interventions.mine" and len(str(fault.value)) <= 290
    assert str(pickle.loads(pickle.dumps(fault.value))) == str(fault.value)
    world.close()


@pytest.mark.parametrize(
    "wrong",
    [
        np.array(["DE"]),
        {"country": np.array(["DE", "NL"])},
        {"country": ("DE", "XX")},
        {"country": "DE"},
        {"country": ("DE",), "channel": ("local_drop",)},
        math.nan,
    ],
)
def test_what_is_wrong_only_later_is_refused_then(wrong: Any) -> None:
    """What a barrier says again is not looked over again, and what it says otherwise is."""
    said = [Modifier(FACILITATOR_SUPPLY, 0.5, {"country": ("DE", "NL")})]
    world = Ecosystem(buyers=100, days=20, interventions={"mine": Says(start=2, what=lambda: said[-1])}).run(7)
    amount, where = (wrong, {"country": ("DE", "NL")}) if isinstance(wrong, float) else (0.5, wrong)
    said.append(Modifier(FACILITATOR_SUPPLY, amount, where))
    with pytest.raises(BarrierFault, match=r"barrier mine: .* on day 7"):
        world.step()
    world.close()


def test_a_mapping_that_changes_in_place_is_looked_over_again() -> None:
    where: dict[str, tuple[str, ...]] = {"country": ("DE",)}
    barrier = Says(start=2, what=lambda: Modifier(FACILITATOR_SUPPLY, 0.5, where))
    world = Ecosystem(buyers=100, days=20, interventions={"mine": barrier}).run(7)
    where["country"] = ("XX",)
    with pytest.raises(BarrierFault, match="no country is called 'XX'"):
        world.step()
    world.close()


def test_any_mapping_says_where() -> None:
    where = MappingProxyType({"country": ("DE",)})
    barrier = Says(start=2, what=lambda: Modifier(FACILITATOR_SUPPLY, 0.5, where))
    Ecosystem(buyers=100, days=9, interventions={"mine": barrier}).run().close()


@pytest.mark.parametrize(("order", "why"), [
    (lambda: Impair(probability=1.5), "Impair.probability=1.5"),
    (lambda: Impair(probability=math.nan), "Impair.probability=nan"),
    (lambda: "close them", "is no Act on day 7"),
    (lambda: Close(cause="magic"), "Close.cause='magic' is not known; .*seizure"),
    (lambda: Close(targets="largest"), "Close.targets='largest' is not what it strikes"),
    (lambda: Close(targets=Targets("lragest")), "Close.targets.selection='lragest' is not known; did you mean largest"),
    (lambda: Close(targets=Targets("largest", count=1.5)), "count=1.5 is no whole number"),
    (lambda: Close(targets=Targets("largest", count=-1)), "count=-1 is not within 0 to"),
    (lambda: Close(lead_delay=math.nan), "Close.lead_delay=nan is not within"),
    (lambda: Close(leads=math.nan), "Close.leads=nan is not within 0 to 1 on day 7"),
    (lambda: Close(probability="1"), "Close.probability='1' is no number"),
    (lambda: Arrest(targets=Vendors("bigest")), "did you mean largest"),
    (lambda: Arrest(role="boss"), "Arrest.role='boss' is not known"),
    (lambda: Arrest(success=math.nan), "Arrest.success=nan"),
    (lambda: Arrest(targets=Vendors(countries=("XX",))), "has 'XX', which is not known"),
    (lambda: Publicise(loudness=math.nan), "Publicise.loudness=nan"),
    (lambda: ReadAlong(targets=Members(("nobody",), "facilitators")), "names: 'nobody' is not known"),
])  # fmt: skip
def test_a_wrong_act_is_refused_on_its_day(order: Any, why: str) -> None:
    world = Ecosystem(buyers=100, days=20, interventions={"mine": Says(start=7, order=order)}).run(7)
    with pytest.raises(BarrierFault, match=why) as fault:
        world.step()
    assert "on day 7" in str(fault.value)
    world.close()


def test_modifiers_that_come_to_no_figure_together_are_refused() -> None:
    both = {name: Says(start=7, what=lambda: Modifier(DEMAND, 9e8)) for name in ("mine", "other")}
    world = Ecosystem(buyers=100, days=20, interventions=both).run(7)
    with pytest.raises(BarrierFault, match=r"barrier other: lever demand comes to .*, with mine: .* on day 7"):
        world.step()
    world.close()


def test_bounds_are_fine() -> None:
    for said in (Modifier(INSPECTION, 1.0), Modifier(INSPECTION, 0.0), Modifier(DEMAND, 0.0), Modifier(DEMAND, 3.0)):
        world = Ecosystem(buyers=100, days=10, interventions={"mine": Says(start=2, what=lambda said=said: said)})
        world.run(5).close()


def test_the_nearest_is_named_for_what_an_act_cannot_strike() -> None:
    assert list(faults(Arrest(targets=Vendors("largest", count=2)))) == []
    (fault,) = faults(Arrest(targets=Vendors("lragest", count=2)))  # type: ignore[arg-type]
    assert fault.startswith("Arrest.targets.selection='lragest' is not known; did you mean largest?")
