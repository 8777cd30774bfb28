"""Arrest vendors, or those who run marketplaces: administrators or moderators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from sim.model.acts.act import Act
from sim.model.acts.arresting import arrest_staff, arrest_vendor, moderators
from sim.model.acts.crowds import Vendors
from sim.model.acts.seizing import seize, tell_administrators, withstands
from sim.model.acts.targets import Targets
from sim.model.market import decisions
from sim.model.market.opsec import identifiable_rows

if TYPE_CHECKING:
    from sim.model.market.world import World


@dataclass(frozen=True, slots=True)
class Arrest(Act):
    """Arrest the vendors that are meant, each with chance ``success`` at usual operational security; or, where
    ``targets`` are marketplaces, those in the ``role``: an administrator with the site, or a ``share`` (or ``count``)
    of its moderators. ``publicity`` in [0, 1] is how loudly it is told; ``leads``, ``lead_delay``: of a back end, see
    Close."""

    targets: Vendors | Targets = Vendors("largest", count=1)
    success: float = 1.0
    publicity: float = 1.0
    role: Literal["administrators", "moderators"] = "administrators"
    share: float = 1.0
    leads: float = 0.0
    lead_delay: float = 180.0
    count: int | None = None

    strikes: ClassVar[str] = "vendors"
    phrase: ClassVar[str] = "vendors, administrators with their site, or moderators are arrested"
    event: ClassVar[str] = "arrest; of a moderator staff_arrest, of an administrator close and operator_arrest"

    def strike(self, world: World, row: int) -> None:
        """Arrest one, if it succeeds."""
        if isinstance(self.targets, Vendors):
            who, likely = int(world.state.vendors["born"][row]), float(identifiable_rows(world, np.array([row]))[0])
        else:
            who, likely = int(world.state.markets["who"][row]), 1.0
        chance = 1.0 - (1.0 - self.success) ** likely if self.success < 1.0 else 1.0
        if world.draws.uniform(decisions.A_ARREST, world.state.day, who) >= chance:
            return
        if isinstance(self.targets, Vendors):
            arrest_vendor(world, row, self.publicity)
        elif self.role == "moderators":
            share = min(self.count / moderators(world, row), 1.0) if self.count is not None else self.share
            arrest_staff(world, row, share, self.publicity)
        elif withstands(world, row):
            world.state.write("operator_arrest", row)  # the site goes on without
        else:
            seize(world, row, self.leads, self.lead_delay, self.publicity, arrested=True)

    def follow(self, world: World) -> None:
        """Let the administrators who are left hear of one of theirs."""
        if isinstance(self.targets, Targets) and self.role == "administrators":
            tell_administrators(world, self.publicity)
