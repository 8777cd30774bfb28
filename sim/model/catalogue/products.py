"""Products: what is traded, how much of it, and what is asked of a product (harm, purity, strength, price offline)."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.catalogue.row import figure, names


@dataclass(frozen=True)
class Product:
    """One family of drugs. What only tells products apart is judgement with a wide range."""

    name: str
    meaning: str
    orders: float = figure("share of orders by product (normalised)", unit="share", low=0, high=1, source="D73", status="measured")
    harm_weight: float = figure("harm of an ordinary dose bought online, against cannabis, new substances and fentanils aside; only outcomes may read it", unit="ratio", low=0, high=50)
    purity_offset: float = figure("purity or strength online against the street, as a share of the street's", unit="share", low=-0.5, high=2, source="S146: higher online (sign)")
    potency_spread: float = figure("spread of strength between batches that go by the same name", unit="log", low=0, high=1.5)
    adulterated: float = figure("share of doses that hold something else as well", unit="share", low=0, high=1, source="B106: over 0.8 of cocaine; the others are judgement")
    street_price: float = figure("price offline against online, on top of street.price", unit="ratio", low=0.1, high=10, source="S146: dearer online (sign); 1 until it is measured", default=1.0)
    sources: dict[str, str] = field(default_factory=dict)


ROWS = (
    Product("cannabis", "herb, resin and edibles", orders=0.285, harm_weight=1.0, purity_offset=0.1, potency_spread=0.1, adulterated=0.05),
    Product("stimulants", "cocaine, amphetamine, methamphetamine", orders=0.258, harm_weight=2.4, purity_offset=0.3, potency_spread=0.4, adulterated=0.6),
    Product("ecstasy", "MDMA as tablets and powder", orders=0.131, harm_weight=0.6, purity_offset=0.2, potency_spread=0.4, adulterated=0.1),
    Product("opioids", "heroin and prescription opioids, fentanils among them", orders=0.112, harm_weight=6.0, purity_offset=0.3, potency_spread=0.5, adulterated=0.4),
    Product("benzodiazepines", "prescription and new benzodiazepines", orders=0.079, harm_weight=1.6, purity_offset=0.1, potency_spread=0.4, adulterated=0.2),
    Product("psychedelics", "LSD, mushrooms, DMT", orders=0.071, harm_weight=0.2, purity_offset=0.1, potency_spread=0.3, adulterated=0.1),
    Product("dissociatives", "ketamine and the like", orders=0.038, harm_weight=1.5, purity_offset=0.1, potency_spread=0.3, adulterated=0.2),
)

PRODUCTS = names(ROWS)
