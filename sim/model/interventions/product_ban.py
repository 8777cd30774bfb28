"""Product ban: what was sold lawfully no longer is; some who miss it turn to the trade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.catalogue.substances import ROWS
from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.geography import SUBSTANCES
from sim.model.market.levers import BANNED

_LAWFUL = [row.name for row in ROWS if row.lawful > 0.0]


@dataclass(frozen=True)
class ProductBan(Intervention):
    """End the lawful sale of new substances, all of them or those named."""

    substances: list[str] = parameter(_LAWFUL, "which substances", choices=SUBSTANCES, status="setting")
    enforced: float = parameter(0.8, "share of the lawful sale that ends", unit="share", low=0, high=1)
    cost_fixed: float = parameter(200_000.0, "making the law", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(2_000.0, "supervising shops", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Banning new substances"
    summary: ClassVar[str] = "end the lawful sale of new substances"
    by_country: ClassVar[bool] = True
    stage: ClassVar[str] = "set up"
    kind: ClassVar[str] = "legal"
    partners: ClassVar[tuple[str, ...]] = ("legislator", "local administration", "customs")
    source: ClassVar[str] = "S147, S153"
    expected: ClassVar[str] = "the trade in these products rises (S153, sign), and may be more harmful (S147, sign); as long as the ban holds; no evidence of the size"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """End lawful sale."""
        where = {"substance": tuple(self.substances)} | self.here()
        yield Modifier(BANNED, self.enforced * today.strength, where)

    def check(self, days: int) -> None:
        """Refuse to do it for nothing."""
        super().check(days)
        if not self.substances:
            raise ValueError("substances=[] names no substance, so nothing is banned")
