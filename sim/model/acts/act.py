"""What every act is: whom it strikes, the chance that it succeeds, what it does, how it is told."""

from __future__ import annotations

import inspect
import pkgutil
import zlib
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from sim.model.market import decisions

if TYPE_CHECKING:
    from sim.model.market.world import World

STRUCK = ("marketplaces", "vendors", "buyers", "facilitators", "channels", "")
"""Whom an act may strike; "": nobody in particular."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something done on one day; ``probability`` is the chance that it succeeds for each target.

    An act that strikes somebody has a field ``targets`` with a method ``choose`` (see the files of targets) and says in
    ``strike`` what is done to one of them.
    """

    probability: float = 1.0

    strikes: ClassVar[str] = ""
    phrase: ClassVar[str] = ""  # what it does, in words
    event: ClassVar[str] = ""  # how the journal calls it

    def carry_out(self, world: World, barrier: str = "") -> float:
        """Do it and return for how many targets it succeeded; barriers, and what one does, have luck of their own.

        Targets that stand for several real ones count as so many.
        """
        done, luck = 0, zlib.crc32(f"{barrier} {type(self).__name__}".encode()) << 16
        targets: Any = self.targets  # type: ignore[attr-defined]
        for row in targets.choose(world, luck):
            if world.draws.uniform(decisions.A_SUCCESS, world.state.day, row + luck) < self.probability:
                done += 1
                self.strike(world, row)
        if done:
            self.follow(world)
        return done * targets.stands_for(world)

    def strike(self, world: World, row: int) -> None:
        """Do it to the one in this row of its table."""
        raise NotImplementedError(f"{type(self).__name__} does not say what it does to one of its targets")

    def follow(self, world: World) -> None:
        """Do what follows once all are struck, if any was."""


@cache
def acts() -> dict[str, type[Act]]:
    """All acts of this package by the name of their file."""
    import sim.model.acts as package

    found = {}
    for module in pkgutil.iter_modules(package.__path__):
        for _, member in inspect.getmembers(import_module(f"{package.__name__}.{module.name}"), inspect.isclass):
            if issubclass(member, Act) and member is not Act and member.__module__.endswith(f".{module.name}"):
                found[module.name] = member
    return found
