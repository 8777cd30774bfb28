"""Results made of synthetic tables, for drawing and printing."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from sim.effects import replicate_effects, summarise

sys.path.insert(0, str(Path(__file__).parents[1] / "effects"))

import synthetic

START = 365
EVIL = "<script>alert('x')</script>\" onload=\"y"
"""A text of a user that must stay text."""
TAKEDOWN = {"takedown": {"barrier": "takedown", "start": START, "targets": "largest", "count": 1}}


def build(
    world: synthetic.World, interventions: dict[str, Any] | None = None, annual_revenue: float | None = None
) -> SimpleNamespace:
    """A result as the figures and the summary expect it."""
    barriers = TAKEDOWN if interventions is None else interventions
    arms = ("baseline", "barrier") if barriers else ("baseline",)
    daily = synthetic.daily(world, arms)
    groups = synthetic.groups(world, arms)
    journal = synthetic.journal(world, arms)
    effects = replicate_effects(daily, groups, START, journal, annual_revenue=annual_revenue)
    return SimpleNamespace(
        settings=SimpleNamespace(start=START, interventions=barriers),
        daily=daily, groups=groups, journal=journal,
        effects=effects, summary=summarise(effects, daily, START),
        plain={
            "ecosystem": {"name": "western"}, "buyers": 50_000, "days": world.days, "start": START, "seed": 1,
            "replicates": world.replicates, "interventions": barriers,
        },
    )  # fmt: skip


@pytest.fixture(scope="session")
def result() -> SimpleNamespace:
    """Twenty replicates of a takedown with a clear effect."""
    return build(synthetic.World())


@pytest.fixture(scope="session")
def make() -> Callable[..., SimpleNamespace]:
    """Build a result from a synthetic world."""
    return build


@pytest.fixture(scope="session")
def study(make: Callable[..., SimpleNamespace]) -> SimpleNamespace:
    """Three scenarios, one of them with both barriers, and texts that are markup."""
    worlds = {
        "takedown": synthetic.World(replicates=6),
        "postal_inspection": synthetic.World(replicates=6, depth=0.25, decay=400.0, never=1.0),
        "both": synthetic.World(replicates=6, depth=0.7, decay=150.0, never=0.5),
    }
    results = {}
    for name, world in worlds.items():
        results[name] = result = make(world, {name: {"start": 365, "note": EVIL}})
        result.settings = SimpleNamespace(**result.plain)
    return SimpleNamespace(
        results=results, question="Which lasts longest?", combinations={"both": ("takedown", "postal_inspection")},
        sensitivity=pd.DataFrame({"parameter": [EVIL], "first order": [0.4213]}), provenance={"version": "1"},
        command="python -m sim compare +intervention=[takedown,postal_inspection]",
    )  # fmt: skip
