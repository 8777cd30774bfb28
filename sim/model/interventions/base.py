"""What every barrier has: a timeline, a cost, a place in the barrier model, levers it moves, acts it orders.

A barrier is data plus two pure functions. ``modifiers`` says what it does to levers today; ``acts`` says what it
orders today. It never writes agent state: modifiers are composed by the levers, acts are carried out by the
authorities.
"""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, ClassVar

from sim.model.acts.act import Act
from sim.model.acts.targets import SELECTIONS, Targets
from sim.model.catalogue.barrier_model import LEVEL_OF
from sim.model.catalogue.barrier_model import STAGES as STAGES
from sim.model.catalogue.facilitators import FACILITATORS, ROWS
from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.parcels import parcel

SHOCK = "exogenous shock"
RENAMED = {"told": "describe"}
"""Methods of earlier versions, each with its name of today."""
KINDS = ("economic", "legal", "information", "criminal law", SHOCK)


@dataclass(frozen=True, slots=True)
class Today:
    """What a barrier may know of the day: ``strength`` in [0, 1] is intensity times ramp; ``first``
    marks the day a wave starts; ``elapsed`` is days since its start; ``wave`` counts repeats."""

    day: int
    strength: float
    first: bool
    elapsed: int
    wave: int


@dataclass(frozen=True)
class Intervention:
    """A barrier or shock. Subclasses add parameters, class facts and the two functions."""

    start: int = parameter(365, "day of the first wave", unit="day", low=0, high=100_000, status="setting")
    duration: int | None = parameter(None, "days a wave lasts; none: to the end", unit="days", low=1, high=100_000, status="setting")
    ramp: int = parameter(0, "days until full strength", unit="days", low=0, high=10_000, status="setting")
    repeat: int | None = parameter(None, "days between the starts of waves; none: one wave", unit="days", low=1, high=100_000, status="setting")
    trigger: str | None = parameter(None, "condition that starts it once start has come, such as 'leader_share > 0.6'", status="setting")
    intensity: float = parameter(1.0, "strength: 0 nothing, 1 as described", unit="share", low=0, high=1, status="setting")
    countries: list[str] = parameter([], "countries that take part; empty: all", status="setting")
    cost_fixed: float = parameter(0.0, "cost of preparing it, on the first day", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(0.0, "cost of keeping it up", unit="EUR/day", low=0, high=1e12)
    cost_per_act: float = parameter(0.0, "cost of each act carried out (seizure, takeover)", unit="EUR/act", low=0, high=1e12)

    summary: ClassVar[str] = ""
    phrase: ClassVar[str] = ""  # as the subject of a sentence: "Inspecting more of the post"
    stage: ClassVar[str] = "run"
    kind: ClassVar[str] = "criminal law"
    repressive: ClassVar[bool] = True
    level: ClassVar[str] = ""  # digital, payment or shipment; "" where it follows from the stage
    by_country: ClassVar[bool] = False  # whether ``countries`` limits it
    at_once: ClassVar[bool] = False  # whether it acts on the first day of a wave only, so that ``ramp`` says nothing
    partners: ClassVar[tuple[str, ...]] = ()
    joint: ClassVar[bool] = False  # whether it is joint work of its partners, which lasts as long as they are committed
    facilitators: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[str] = ""
    expected: ClassVar[str] = (
        ""  # written before it was coded: direction, range, duration by the evidence, or "no evidence"
    )

    def __init_subclass__(cls, **words: Any) -> None:
        """Refuse what was called otherwise, as nobody would ask it."""
        super().__init_subclass__(**words)
        if old := next((name for name in RENAMED if name in vars(cls)), ""):
            raise TypeError(f"{cls.__name__}.{old}() is called {RENAMED[old]}() now")

    def describe(self) -> str:
        """Say what this one does, as the subject of a sentence; its ``phrase``, or more where parameters decide."""
        return self.phrase

    def at_level(self) -> str:
        """Return where it meets the trade: digital, payment or shipment."""
        return self.level or ("shipment" if self.at_stage() == STAGES[-1] else "digital")

    @classmethod
    def is_shock(cls) -> bool:
        """Tell whether it is nobody's barrier."""
        return cls.kind == SHOCK

    @classmethod
    def nature(cls) -> str:
        """Return whether it is preventive or repressive; a shock is neither."""
        return SHOCK if cls.is_shock() else "repressive" if cls.repressive else "preventive"

    @classmethod
    def law(cls) -> str:
        """Return whether it takes criminal law; all else is administrative. A shock takes none."""
        return "none" if cls.is_shock() else "criminal" if cls.kind == "criminal law" else "administrative"

    def here(self) -> dict[str, tuple[str, ...]]:
        """Return where a lever by country is moved: in the countries that take part, in all if none is named."""
        return {"country": tuple(self.countries)} if self.countries else {}

    def daily_cost(self) -> float:
        """Return what a day at full strength costs, EUR; more than ``cost_per_day`` where there are several of it."""
        return self.cost_per_day

    @classmethod
    def stages(cls) -> tuple[str, ...]:
        """Return the stages of the barrier model at which such a barrier may act."""
        return (cls.stage,)

    def at_stage(self) -> str:
        """Return the stage at which this one acts."""
        return self.stage

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Yield what it does to levers while a wave runs; strength 0 must mean no effect."""
        yield from ()

    def acts(self, today: Today) -> Iterator[Act]:
        """Yield what it orders today."""
        yield from ()

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to a worker, which may have to read the class first."""
        return parcel(self)

    def check(self, days: int) -> None:
        """Raise ValueError where parameters contradict each other (ranges are checked elsewhere)."""
        if self.start >= days:
            raise ValueError(f"start={self.start} is beyond the horizon: the run has {days} days (0 to {days - 1})")
        if self.countries and not self.by_country:
            raise ValueError(f"countries={self.countries} has no effect: this barrier is not limited to countries")
        if self.ramp and self.at_once:
            raise ValueError(f"ramp={self.ramp} has no effect: this barrier acts on the first day of each wave")


@dataclass(frozen=True)
class MarketShock(Intervention):
    """A shock that strikes chosen marketplaces on the first day of each wave."""

    targets: str = parameter("largest", "which marketplaces", choices=SELECTIONS, status="setting")
    count: int = parameter(1, "how many", low=1, high=100, status="setting")
    share: float = parameter(0.5, "trade to cover when targets=share", unit="share", low=0, high=1, status="setting")
    names: list[str] = parameter([], "marketplaces when targets=named, such as market-1", status="setting")

    stage: ClassVar[str] = "run"
    kind: ClassVar[str] = SHOCK
    at_once: ClassVar[bool] = True

    def struck(self) -> Targets:
        """Return the marketplaces that are meant."""
        return Targets(self.targets, self.count, self.share, tuple(self.names))  # type: ignore[arg-type]


@dataclass(frozen=True)
class SupplierBarrier(Intervention):
    """A barrier on the suppliers of one facilitator; it acts at the facilitator's stage."""

    facilitator: str = parameter("exchange", "which service", choices=FACILITATORS, status="setting")

    by_country: ClassVar[bool] = True
    facilitators: ClassVar[tuple[str, ...]] = FACILITATORS
    doing: ClassVar[str] = ""  # what is done to them: "Licensing"

    @classmethod
    def stages(cls) -> tuple[str, ...]:
        """Return the stages of all facilitators."""
        return tuple(dict.fromkeys(row.stage for row in ROWS))

    def at_stage(self) -> str:
        """Return the stage of the facilitator."""
        return ROWS[FACILITATORS.index(self.facilitator)].stage

    def at_level(self) -> str:
        """Return the level of the facilitator."""
        return LEVEL_OF.get(ROWS[FACILITATORS.index(self.facilitator)].leans, "digital")

    def describe(self) -> str:
        """Name the service."""
        return f"{self.doing} suppliers of {self.facilitator.replace('_', ' ')}"

    def where(self) -> dict[str, tuple[str, ...]]:
        """Return whom a lever on suppliers is moved for: the customers of the countries that take part."""
        return {"facilitator": (self.facilitator,)} | self.here()


@cache
def inside() -> dict[str, type[Intervention]]:
    """Return the interventions of this package: each module that defines one subclass, named like the module."""
    import sim.model.interventions as package

    found = {}
    for module in pkgutil.iter_modules(package.__path__):
        if module.name == "base":
            continue
        for _, member in inspect.getmembers(import_module(f"{package.__name__}.{module.name}"), inspect.isclass):
            if issubclass(member, Intervention) and member.__module__.endswith(f".{module.name}"):
                if member is not Intervention:
                    found[module.name] = member
    return found
