"""Legal framework: more countries let their police investigate under cover online."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import POWERS


@dataclass(frozen=True)
class LegalFramework(Intervention):
    """Grant powers for undercover work online where they are lacking; ordinary police and special teams use them."""

    share: float = parameter(1.0, "share of what is lacking that is granted", unit="share", low=0, high=1, source="S87 (sign)")
    ramp: int = parameter(180, "days until courts and police make full use of it", unit="days", low=0, high=10_000)
    cost_fixed: float = parameter(100_000.0, "legislation", unit="EUR", low=0, high=1e12)

    phrase: ClassVar[str] = "Powers to investigate under cover online"
    summary: ClassVar[str] = "more countries let their police investigate under cover online"
    by_country: ClassVar[bool] = True
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "legal"
    partners: ClassVar[tuple[str, ...]] = ("legislator", "police", "prosecutor")
    source: ClassVar[str] = "S87"
    expected: ClassVar[str] = "more arrests where powers were lacking (S87, sign); no evidence of size or duration"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Grant powers in the countries that take part."""
        where = self.here()
        yield Modifier(POWERS, self.share * today.strength, where)
