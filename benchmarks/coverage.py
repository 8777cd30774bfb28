"""Whether intervals of the real model hold: how often they cover a long run's figure, and how often nothing is called
an effect.

Many pairs are run once and dealt out as studies of a size users have, ten times over, each time in another order. A
study's interval covers if the figure of all *other* pairs lies in it. Placebo studies compare worlds with a barrier too
small to matter (one parcel in 100,000 opened in addition, by people no better trained) with their twins: chance alone
tells them apart. The spread of each share is binomial, of as many studies as have no pair in common.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import Row

Floats = NDArray[np.float64]

PAIRS_A_REPEAT, PAIRS_A_STUDY, DEALS = 400, 20, 10
NEXT_TO_NOTHING = 1e-5
FIGURES: dict[str, Callable[[Any], Any]] = {
    "orders of the first year": lambda pooled: pooled.year,
    "first 28 days": lambda pooled: pooled.missing(0, 28),
    "second year": lambda pooled: pooled.stays,
    "the worst": lambda pooled: pooled.peak,
}
BARRIERS = ("takedown", "licensing", "postal_inspection")


def pair(buyers: int, start: int, days: int, replicate: int) -> Floats:
    """Return daily revenue of the twin, of each barrier and of the placebo, shape (2 + barriers, days)."""
    from sim.model.ecosystem import Ecosystem
    from sim.model.interventions.registry import catalogue

    kinds = catalogue()
    struck = [kinds[name](start=start) for name in BARRIERS]
    struck.append(kinds["postal_inspection"](start=start, share=NEXT_TO_NOTHING, training=0.0))
    stem = Ecosystem(buyers=buyers, days=days, seed=20_130, replicate=replicate).run(start)
    arms = [stem.branch([barrier]) for barrier in struck]
    found = []
    for world in (stem, *arms):
        found.append(np.asarray(world.run().records.column("revenue"), np.float64))
        world.close()
    return np.array(found)


def share(hits: list[bool], deals: int) -> list[float]:
    """Return the share with one binomial standard error to either side; studies of one deal have no pair in common."""
    p, apart = float(np.mean(hits)), len(hits) / deals
    error = math.sqrt(max(p * (1.0 - p), 1.0 / apart) / apart)
    return [max(p - error, 0.0), p, min(p + error, 1.0)]


def run(*, quick: bool, repeats: int) -> list[Row]:
    """Measure coverage of four figures under three barriers, and the share of placebo studies told as effects."""
    from sim.effects.bootstrap import weights
    from sim.effects.curves import Curves
    from sim.effects.pooled import Pooled

    buyers, start, days, size = (400, 40, 160, 4) if quick else (20_000, 365, 1095, PAIRS_A_STUDY)
    deals, numbers = (2, range(3 * size)) if quick else (DEALS, range(PAIRS_A_REPEAT * repeats))
    work = partial(pair, buyers, start, days)
    work(0)  # compiled before workers start
    with ProcessPoolExecutor() as pool:
        worlds = np.array(list(pool.map(work, numbers, chunksize=4)))
    weight = weights(size)
    rng = np.random.default_rng(1)
    dealt = np.concatenate([rng.permutation(len(numbers)).reshape(-1, size) for _ in range(deals)])

    def pooled(arm: int, rows: NDArray[np.int64], weight: Floats | None = None) -> Pooled:
        return Pooled(Curves.from_arrays(worlds[rows, arm], worlds[rows, 0], start), weight)

    rows = []
    few = np.ones((2, 1))
    for arm, barrier in enumerate(BARRIERS, 1):
        hits: dict[str, list[bool]] = {name: [] for name in FIGURES}
        for own in dealt:
            others = np.setdiff1d(numbers, own)
            study, truth = pooled(arm, own, weight), pooled(arm, others, np.repeat(few, len(others), axis=1))
            for name, figure in FIGURES.items():
                told, true = figure(study).interval(), figure(truth).estimate
                if math.isfinite(told.low) and math.isfinite(true):
                    hits[name].append(bool(told.low <= true <= told.high))
        rows += [
            Row(
                f"{barrier}, {name}: covered by 95 % ({len(found)} studies of {size} pairs)",
                "share",
                share(found, deals),
            )
            for name, found in hits.items()
            if found
        ]
    told = [pooled(len(BARRIERS) + 1, own, weight).counts is True for own in dealt]
    rows.append(
        Row(f"placebo told as an effect ({len(told)} studies of {size} pairs)", "share", share(told, deals), most=0.05)
    )
    return rows
