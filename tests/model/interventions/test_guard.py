"""What a barrier says that cannot be is refused, naming barrier, lever and day."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from sim.model.acts.impair import Impair
from sim.model.ecosystem import Ecosystem
from sim.model.engine.levers import Modifier
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
    assert fault.value.key == "interventions.mine"
    world.close()


@pytest.mark.parametrize(("order", "why"), [
    (lambda: Impair(probability=1.5), "Impair.probability=1.5"),
    (lambda: Impair(probability=math.nan), "Impair.probability=nan"),
    (lambda: "close them", "is no Act on day 7"),
])  # fmt: skip
def test_a_wrong_act_is_refused_on_its_day(order: Any, why: str) -> None:
    world = Ecosystem(buyers=100, days=20, interventions={"mine": Says(start=7, order=order)}).run(7)
    with pytest.raises(BarrierFault, match=why):
        world.step()
    world.close()


def test_bounds_are_fine() -> None:
    for said in (Modifier(INSPECTION, 1.0), Modifier(INSPECTION, 0.0), Modifier(DEMAND, 0.0), Modifier(DEMAND, 3.0)):
        world = Ecosystem(buyers=100, days=10, interventions={"mine": Says(start=2, what=lambda said=said: said)})
        world.run(5).close()
