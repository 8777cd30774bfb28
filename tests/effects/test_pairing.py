"""The gain of pairing is that of the sum it is asked for."""

import numpy as np
import pandas as pd

from sim.effects import pairing_gain

SUMS = {
    "28_days": ("averted_28_days", "orders_28_days", 0.05),
    "first_year": ("averted_first_year", "orders_first_year", 0.3),
    "run": ("averted_orders", "orders_baseline", 1.5),
}


def effects(**more: float) -> pd.DataFrame:
    """Worlds that differ by 10 %, and whose arms drift apart the further the longer they run."""
    rng = np.random.default_rng(1)
    twin = 1_000.0 * (1.0 + 0.1 * rng.normal(size=40))
    parts = []
    for averted, usual, drift in SUMS.values():
        parts += [(averted, 0.2 * twin + 100.0 * drift * rng.normal(size=40)), (usual, twin)]
    parts += [(name, np.full(40, value)) for name, value in more.items()]
    rows = [
        pd.DataFrame({"replicate": range(40), "outcome": n, "value": v, "unit": "orders", "censored": False})
        for n, v in parts
    ]
    return pd.concat(rows)


def test_pairing_gains_most_while_worlds_are_still_the_same() -> None:
    month, year, run = (pairing_gain(effects(), over) for over in SUMS)
    assert month > 1.5 * year > 1.5 * run and year == pairing_gain(effects())


def test_over_the_run_it_is_not_told_where_a_trigger_chose_the_day() -> None:
    assert np.isnan(pairing_gain(effects(began=100.0), "run")) and pairing_gain(effects(began=100.0)) > 1.0
