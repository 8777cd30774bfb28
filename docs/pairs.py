"""Pairs of a world and its twin for the tables that scripts of this folder write into its pages."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.model.ecosystem import Ecosystem
from sim.model.interventions.base import Intervention

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
BUYERS, PAIRS, START, SEED = 50_000, 12, 365, 1

Plans = Callable[[], dict[str, list[Intervention]]]
Figures = Callable[[Callable[[str], NDArray[np.float64]]], list[float]]


def measured(plans: Plans, figures: Figures, days: int) -> NDArray[np.float64]:
    """Return figures of each pair, shape (pairs, 1 + plans, figures), the twin first; ``days`` after the start."""
    with ProcessPoolExecutor() as workers:
        return np.array(list(workers.map(partial(_measure, plans, figures, days), range(PAIRS))))


def _measure(plans: Plans, figures: Figures, days: int, replicate: int) -> list[list[float]]:
    stem = Ecosystem(buyers=BUYERS, days=START + days, seed=SEED, replicate=replicate).run(START)
    found = []
    for world in (stem, *[stem.branch(plan) for plan in plans().values()]):
        found.append(figures(world.run().records.column))
        world.close()
    return found


def fill(file: Path, head: str, rows: list[str]) -> None:
    """Put a table between its marks."""
    text = file.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    file.write_text("\n".join([f"{before}{BEGIN}", head, *rows, f"{END}{after}"]), encoding="utf-8")
