"""What drugs do to users, who users are, and what help, warnings and bans change."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.catalogue import products, substances
from sim.model.catalogue.row import mapped
from sim.model.engine.parameters import parameter


@dataclass(frozen=True)
class HealthParameters:
    """Harm of doses by where they come from, dangerous batches, treatment, the young; only outcomes read harm."""

    harm_weight: dict[str, float] = mapped(products.ROWS, "harm_weight")
    purity_offset: dict[str, float] = mapped(products.ROWS, "purity_offset")
    potency_spread: dict[str, float] = mapped(products.ROWS, "potency_spread")
    adulterated: dict[str, float] = mapped(products.ROWS, "adulterated")
    substance_share: dict[str, float] = mapped(substances.ROWS, "share")
    substance_harm: dict[str, float] = mapped(substances.ROWS, "harm_weight")
    lawful: dict[str, float] = mapped(substances.ROWS, "lawful")
    adulterant_harm: float = parameter(0.5, "harm that adulteration adds to a dose, against the dose alone", unit="ratio", low=0, high=10)
    street_unlabelled: float = parameter(1.3, "harm of what is not on the label, offline against online", unit="ratio", low=0, high=10, source="S146 (sign): purer online")
    purity_power: float = parameter(0.5, "power by which strength adds to the harm of a dose", unit="power", low=0, high=3)
    lawful_harm: float = parameter(0.7, "harm of a dose from a regulated supply, against one online", unit="ratio", low=0, high=5)
    batch_rate: float = parameter(0.5, "dangerous batches that appear of each product", unit="1/year", low=0, high=20, source="S149 (sign): warnings of single tablets")
    batch_days: float = parameter(40.0, "mean time such a batch is sold", unit="days", low=1, high=400)
    batch_share: float = parameter(0.05, "share of the product's doses that are of it meanwhile", unit="share", low=0, high=1)
    batch_harm: float = parameter(15.0, "harm of such a dose, against an ordinary one", unit="ratio", low=1, high=200)
    heed: float = parameter(0.4, "share of those warned who do not take it", unit="share", low=0, high=1, source="B108 (unverified): 0.2 discard after a test of their own, 0.1 to 0.5")
    young: float = parameter(0.25, "share of customers who are young (below 21)", unit="share", low=0, high=1)
    turn_to_trade: float = parameter(0.3, "share of those who lose a lawful substance that look for it in the trade", unit="share", low=0, high=1, source="S153 (sign)")
    turn_to_other: float = parameter(0.2, "share of them that look for a classical one instead", unit="share", low=0, high=1, source="S147 (sign)")
    accepted: float = parameter(0.3, "share of those offered help who enter treatment", unit="share", low=0, high=1)
    treatment_days: float = parameter(180.0, "mean time in treatment", unit="days", low=1, high=3000)
    treatment_rate: float = parameter(0.5, "share of the wish to order that treatment takes away", unit="share", low=0, high=1)
    treatment_stops: float = parameter(0.2, "chance, on top of a user's own, that each wish after treatment has begun is the last", unit="probability", low=0, high=1)
