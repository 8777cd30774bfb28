"""Marketplaces: how many close, of what, and at which age."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.model.market import codes
from sim.validation.lifetimes import YEAR, contrast, dies_within, hazard
from sim.validation.observation import Observation


def _events(o: Observation, event: str) -> pd.DataFrame:
    journal = o.ecosystem.records.journal()
    return journal[(journal["event"] == event) & (journal["day"] >= o.first)]


def _lives(o: Observation) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    table = o.ecosystem.state.markets[: o.ecosystem.state.n_markets]
    return table["opened"].astype(np.int64), table["closed"].astype(np.int64), (o.first, o.ecosystem.day)


def closures_a_year(o: Observation) -> float:
    """Measure closures a year."""
    return len(_events(o, "close")) * YEAR / o.days


def openings_a_year(o: Observation) -> float:
    """Measure openings a year."""
    return len(_events(o, "open")) * YEAR / o.days


def closures_by(o: Observation, cause: str) -> float:
    """Measure the share of closures that have a cause."""
    closed = _events(o, "close")
    return float((closed["cause"] == cause).mean()) if len(closed) else float("nan")


def operators_arrested(o: Observation) -> float:
    """Measure arrests of operators for each closure."""
    closed = len(_events(o, "close"))
    return len(_events(o, "operator_arrest")) / closed if closed else float("nan")


def dies_in_first_year(o: Observation) -> float:
    """Measure the chance that a marketplace closes before it is a year old."""
    return dies_within(*_lives(o))


def hazard_contrast(o: Observation, *ages: float) -> float:
    """Measure how far the hazard of closing at a later age lies over that at an earlier one, -1 to 1.

    ``ages``: first and last day of the later age, then of the earlier one.
    """
    later, earlier = (hazard(*_lives(o), (ages[i], ages[i + 1])) for i in (0, 2))
    return contrast(later, earlier)


def raided_young(o: Observation, age: float) -> float:
    """Measure the share of seized marketplaces that were younger than so many days."""
    opened, closed, (first, _) = _lives(o)
    seized = o.ecosystem.state.markets[: len(opened)]["cause"] == codes.SEIZURE
    age_at_end = (closed - opened)[seized & (closed >= first)]
    return float((age_at_end < age).mean()) if len(age_at_end) else float("nan")
