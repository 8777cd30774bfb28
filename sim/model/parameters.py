"""All parameters of an ecosystem, as one tree of documented figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sim.model.agents.administrators.parameters import AdministratorParameters, MakeParameters
from sim.model.agents.authorities.parameters import AuthorityParameters
from sim.model.agents.buyers.parameters import BuyerParameters
from sim.model.agents.couriers.parameters import CourierParameters
from sim.model.agents.facilitators.parameters import FacilitatorParameters
from sim.model.agents.partners.parameters import PartnerParameters
from sim.model.agents.vendors.parameters import VendorParameters
from sim.model.engine.parameters import parameter
from sim.model.market.health.parameters import HealthParameters
from sim.model.market.parameters import (
    InstitutionParameters,
    NewsParameters,
    PaymentParameters,
    StreetParameters,
    TrendParameters,
    WayParameters,
)


@dataclass(frozen=True)
class EcosystemParameters:
    """The defaults are the ecosystem ``western``."""

    name: str = parameter("western", "name of the ecosystem", status="setting")
    annual_revenue: float = parameter(3.5e8, "what the real ecosystem turns over, to bring results to its size", unit="EUR/year", low=1, high=1e12, source="D83: USD 392 M in 2019, at 0.9", status="derived")
    buyers: BuyerParameters = field(default_factory=BuyerParameters)
    vendors: VendorParameters = field(default_factory=VendorParameters)
    administrators: AdministratorParameters = field(default_factory=AdministratorParameters)
    makes: MakeParameters = field(default_factory=MakeParameters)
    couriers: CourierParameters = field(default_factory=CourierParameters)
    authorities: AuthorityParameters = field(default_factory=AuthorityParameters)
    facilitators: FacilitatorParameters = field(default_factory=FacilitatorParameters)
    partners: PartnerParameters = field(default_factory=PartnerParameters)
    institutions: InstitutionParameters = field(default_factory=InstitutionParameters)
    payments: PaymentParameters = field(default_factory=PaymentParameters)
    news: NewsParameters = field(default_factory=NewsParameters)
    street: StreetParameters = field(default_factory=StreetParameters)
    health: HealthParameters = field(default_factory=HealthParameters)
    trends: TrendParameters = field(default_factory=TrendParameters)
    ways: Any = field(default_factory=WayParameters)
