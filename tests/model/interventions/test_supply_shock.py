"""A failure of supply: goods are scarce and dear, of one product or of all, and trade falls while stock runs out."""

from __future__ import annotations

import numpy as np

from sim.model.interventions.base import Today
from sim.model.interventions.supply_shock import SupplyShock
from sim.model.market.geography import PRODUCTS
from tests.model.market.worlds import pairs, ratio

START = 40
FULL = Today(day=START, strength=1.0, first=True, elapsed=0, wave=0)


def test_it_names_one_product_or_none() -> None:
    (one,) = SupplyShock(product="opioids", lost=0.4).modifiers(FULL)
    (whole,) = SupplyShock(lost=0.4).modifiers(FULL)
    assert one.where == {"product": ("opioids",)} and whole.where is None
    assert one.amount == whole.amount == 0.6
    assert all(SupplyShock(product=name).product == name for name in PRODUCTS)


def test_trade_falls_where_all_goods_are_lost() -> None:
    """Nobody takes their place, so that trade lives on stock for some weeks and then ends but for a little."""
    found = pairs([SupplyShock(start=START, lost=1.0)], days=150, replicates=2, ways__resupply=False)
    assert ratio(found, "orders", 70, 110) < 0.5 < ratio(found, "orders", 0, 7)


def test_it_ends_and_none_of_it_changes_nothing() -> None:
    ended = pairs([SupplyShock(start=START, duration=20, lost=0.9)], days=180, replicates=2)
    assert ratio(ended, "orders", 100, 140) > ratio(ended, "orders", 10, 40)
    (pair,) = pairs([SupplyShock(start=START, intensity=0.0)], days=70, replicates=1)
    assert np.array_equal(pair.struck.records.counts, pair.twin.records.counts)
