"""Takedown: marketplaces are seized, or the likely refuge is taken over first and closed later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.acts.act import Act
from sim.model.acts.close import Close
from sim.model.acts.take_over import TakeOver
from sim.model.acts.targets import SELECTIONS, Targets
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today


@dataclass(frozen=True)
class Takedown(Intervention):
    """Seize marketplaces on the first day of each wave."""

    targets: str = parameter("largest", "which marketplaces", choices=SELECTIONS, status="setting")
    count: int = parameter(1, "how many", low=1, high=100, status="setting")
    share: float = parameter(0.5, "revenue share to cover when targets=share", unit="share", low=0, high=1, status="setting")
    names: list[str] = parameter([], "marketplaces when targets=named, such as market-1", status="setting")
    takeover: bool = parameter(False, "also run the likely refuge covertly before closing it", status="setting")
    takeover_days: int = parameter(27, "days of covert running", unit="days", low=1, high=365, source="B59", status="measured")
    leads: float = parameter(0.03, "share of the vendors of a seized back end that become an arrest lead", unit="share", low=0, high=1, source="B37-B42: 17 to 288 arrests a wave against thousands of accounts (D108)", status="derived")
    lead_delay: float = parameter(270.0, "mean time from back end to arrest", unit="days", low=1, high=2000, source="B39: 9 months' work", status="derived")
    publicity: float = parameter(0.7, "how loudly it is told", unit="share", low=0, high=1)
    addressees: float = parameter(0.0, "chance of a case against each user whose address a back end names unencrypted", unit="probability", low=0, high=1, source="B56, B57: 87 and 160 visits, of users in the hundred thousands")
    cost_fixed: float = parameter(2_000_000.0, "investigation", unit="EUR", low=0, high=1e12)
    cost_per_act: float = parameter(250_000.0, "each marketplace seized", unit="EUR/act", low=0, high=1e12)

    phrase: ClassVar[str] = "Seizing marketplaces"
    summary: ClassVar[str] = "seize marketplaces, or take the refuge over first"
    stage: ClassVar[str] = "run"
    kind: ClassVar[str] = "criminal law"
    at_once: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("police", "prosecutor", "hosting providers")
    facilitators: ClassVar[tuple[str, ...]] = ("hosting",)
    source: ClassVar[str] = "S93, S113; Operations Onymous and Bayonet"
    expected: ClassVar[str] = "listings down 22 to 31 % after 5 weeks (D20), on the survivor back within days to a month (D21); the second wave hardly any (B122, B123)"

    def describe(self) -> str:
        """Name the marketplaces."""
        refuge = " and taking over the refuge" if self.takeover else ""
        return f"Seizing {self.struck().describe()}{refuge}"

    def struck(self) -> Targets:
        """Return the marketplaces that are meant."""
        return Targets(self.targets, self.count, self.share, tuple(self.names))  # type: ignore[arg-type]

    def acts(self, today: Today) -> Iterator[Act]:
        """Order the seizure, and the covert takeover of the largest that is left, on the first day."""
        if today.first:
            back_end = {name: getattr(self, name) for name in ("leads", "lead_delay", "publicity", "addressees")}
            yield Close(self.intensity, self.struck(), "seizure", **back_end)
            if self.takeover:
                yield TakeOver(self.intensity, Targets("refuge"), self.takeover_days, **back_end)
