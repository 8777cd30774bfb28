"""Substances that have to be told apart within a product: fentanils, and what is new and sold lawfully in part."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.catalogue.products import PRODUCTS
from sim.model.catalogue.row import figure, names


@dataclass(frozen=True)
class Substance:
    """Substances of one ``product`` with a harm and a legal state of their own; who misses them may take ``instead``."""

    name: str
    meaning: str
    product: str
    instead: str
    share: float = figure("share of the product's doses in the trade", unit="share", low=0, high=1, source="S146 (sign): new substances are many online")
    harm_weight: float = figure("harm of a dose bought online, against cannabis", unit="ratio", low=0, high=200, source="S120, S147 (sign)")
    lawful: float = figure("doses sold lawfully for each one in the trade, where no ban holds", unit="ratio", low=0, high=20)
    sources: dict[str, str] = field(default_factory=dict)


ROWS = (
    Substance("fentanils", "fentanyl and its analogues", "opioids", "opioids", share=0.05, harm_weight=50.0, lawful=0.0),
    Substance("new_cannabinoids", "synthetic cannabinoids", "cannabis", "cannabis", share=0.03, harm_weight=5.0, lawful=1.0),
    Substance("new_stimulants", "cathinones, 4-FA and the like", "stimulants", "ecstasy", share=0.06, harm_weight=3.0, lawful=1.0),
    Substance("new_benzodiazepines", "etizolam and the like", "benzodiazepines", "benzodiazepines", share=0.2, harm_weight=3.5, lawful=0.5),
    Substance("new_psychedelics", "2C-B, lysergamides and the like", "psychedelics", "psychedelics", share=0.2, harm_weight=0.7, lawful=1.0),
    Substance("new_dissociatives", "relatives of ketamine", "dissociatives", "dissociatives", share=0.15, harm_weight=2.0, lawful=1.0),
)

SUBSTANCES = names(ROWS)
for _row in ROWS:
    if _row.product not in PRODUCTS or _row.instead not in PRODUCTS:
        raise ValueError(f"substance {_row.name}: product and instead are among {', '.join(PRODUCTS)}")
