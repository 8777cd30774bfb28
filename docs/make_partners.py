"""Write the table of docs/partners.md: leads of signals, and what authorities know, with and without a barrier.

python docs/make_partners.py    12 pairs of 50,000 buyers: about three minutes of a processor
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pairs import START, fill, measured

from sim.model.interventions.base import Intervention
from sim.model.interventions.registry import catalogue

FILE = Path(__file__).with_name("partners.md")
HEAD = """| barrier | leads of signals | arrests | parcels seized, percent | knowledge at the end | days they trail |
| --- | --- | --- | --- | --- | --- |"""


def plans() -> dict[str, list[Intervention]]:
    """Give the barriers of the table by what they are called there."""
    known = {name: catalogue()[name](start=START) for name in
             ("information_sharing", "coordination", "education", "observation", "research")}  # fmt: skip
    sharing = known["information_sharing"]
    return {
        "information_sharing": [sharing],
        "the same with coordination": [sharing, known["coordination"]],
        "the same with education": [sharing, known["education"]],
        "education": [known["education"]],
        "observation": [known["observation"]],
        "research": [known["research"]],
        "investigation_teams": [catalogue()["investigation_teams"](start=START)],
    }


def figures(column: Callable[[str], NDArray[np.float64]]) -> list[float]:
    """Return the five figures of the table: sums over what follows the start, or levels as it ends."""
    after = slice(START, None)
    seized = 100.0 * column("parcels_seized")[after].sum() / column("parcels_sent")[after].sum()
    sums = [column(name)[after].sum() for name in ("signal_leads", "arrests_vendors")]
    return [*sums, seized, column("knowledge")[-1], column("trail")[-1]]


def cell(values: NDArray[np.float64], digits: int) -> str:
    """Tell a mean with two standard errors."""
    return f"{values.mean():,.{digits}f} ±{2.0 * values.std(ddof=1) / np.sqrt(len(values)):,.{digits}f}"


def main() -> None:
    """Measure, and put the table between its marks."""
    found = measured(plans, figures, 730)
    rows = []
    for row, name in enumerate(["none", *plans()]):
        cells = [cell(found[:, row, k], digits) for k, digits in enumerate((0, 0, 2, 2, 0))]
        rows.append(" | ".join([f"| {name}", *cells]) + " |")
    fill(FILE, HEAD, rows)


if __name__ == "__main__":
    main()
