"""Vendor targeting: chosen vendors are arrested in waves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.acts.act import Act
from sim.model.acts.arrest import Arrest
from sim.model.acts.crowds import Vendors
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.codes import KINDS
from sim.model.market.geography import COUNTRIES, PRODUCTS

WHICH = ("top", "random", "product", "country", "kind")


@dataclass(frozen=True)
class VendorTargeting(Intervention):
    """Arrest chosen vendors on the first day of each wave: the largest, or some at random, of all or of one group."""

    targets: str = parameter("top", "which vendors: the largest of all, any at random, or the largest of a product, country or kind", choices=WHICH, status="setting")
    product: str = parameter("opioids", "product when targets=product", choices=PRODUCTS, status="setting")
    country: str = parameter("NL", "country when targets=country", choices=COUNTRIES, status="setting")
    vendor_kind: str = parameter("organised", "kind when targets=kind", choices=KINDS, status="setting")
    count: int = parameter(50, "how many vendors of the real ecosystem", low=1, high=100_000, status="setting", source="B39-B42: 61 to 288 arrests in a wave, half of them vendors")
    success: float = parameter(0.8, "chance that a vendor of usual operational security is arrested", unit="probability", low=0, high=1)
    publicity: float = parameter(1.0, "how loudly it is told", unit="share", low=0, high=1)
    cost_per_act: float = parameter(150_000.0, "each vendor tried for", unit="EUR/act", low=0, high=1e12)

    phrase: ClassVar[str] = "Arresting chosen vendors"
    summary: ClassVar[str] = "arrest the largest vendors, some at random, or those of a product, country or kind"
    stage: ClassVar[str] = "sell"
    at_once: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("police", "prosecutor")
    source: ClassVar[str] = "S13, S116, S131; Operations DisrupTor and SpecTor"
    expected: ClassVar[str] = "one major vendor arrested: orders on that marketplace -39 % (B47), vendors left there -56 % (B48, D26), small ones most; at random better for few arrests, the largest for many (B55, sign); gone in 1 to 6 months (B136)"

    def acts(self, today: Today) -> Iterator[Act]:
        """Order the arrests on the first day."""
        if today.first:
            group = {"product": "products", "country": "countries", "kind": "kinds"}.get(self.targets)
            member = {"product": self.product, "country": self.country, "kind": self.vendor_kind}.get(self.targets)
            chosen = Vendors(
                "random" if self.targets == "random" else "largest", count=self.count, real=True,
                **({group: (member,)} if group else {}),  # type: ignore[arg-type]
            )  # fmt: skip
            yield Arrest(self.intensity, chosen, self.success, self.publicity)
