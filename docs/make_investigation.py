"""Write the table of docs/investigation.md: what investigation and arrests do, each against the twin without it.

python docs/make_investigation.py    12 pairs of 50,000 buyers: about two minutes on two cores
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pairs import START, fill, measured

from sim.model.interventions.base import Intervention
from sim.model.interventions.registry import catalogue

FILE = Path(__file__).with_name("investigation.md")
HEAD = """| barrier | vendors, days 0 to 90 | vendors, days 180 to 365 | arrests | orders of the year |
| --- | --- | --- | --- | --- |"""


def plans() -> dict[str, list[Intervention]]:
    """Give the barriers of the table by what they are called there."""
    teams, targets = catalogue()["online_investigation"], catalogue()["vendor_targeting"]
    default = {name: [catalogue()[name](start=START)] for name in ("white_hats", "buyer_cases", "publicise")}
    return {
        "online_investigation, 20 teams": [teams(start=START, teams=20)],
        "the same, 40 teams": [teams(start=START, teams=40)],
        "legal_framework": [catalogue()["legal_framework"](start=START)],
        "vendor_targeting, 50 at the top": [targets(start=START, count=50)],
        "the same, 250 at the top": [targets(start=START, count=250)],
        "the same, not told": [targets(start=START, count=250, publicity=0.0)],
        "the same, 250 at random": [targets(start=START, count=250, targets="random")],
        **default,
    }


def figures(column: Callable[[str], NDArray[np.float64]]) -> list[float]:
    """Return the four figures of the table."""
    vendors, year = column("vendors_in_business"), slice(START, START + 365)
    early, late = vendors[START : START + 90].mean(), vendors[START + 180 : START + 365].mean()
    return [early, late, column("arrests_vendors")[year].sum(), column("orders")[year].sum()]


def cell(struck: NDArray[np.float64], twin: NDArray[np.float64]) -> str:
    """Tell by how much of the twins' mean the pairs differ, with two standard errors."""
    apart = 100.0 * (struck - twin) / twin.mean()
    return f"{apart.mean():+.1f} % ±{2.0 * apart.std(ddof=1) / np.sqrt(len(apart)):.1f}"


def main() -> None:
    """Measure, and put the table between its marks."""
    found = measured(plans, figures, 366)
    rows = [
        " | ".join([f"| {name}", *(cell(found[:, 1 + row, k], found[:, 0, k]) for k in range(4))]) + " |"
        for row, name in enumerate(plans())
    ]
    fill(FILE, HEAD, rows)


if __name__ == "__main__":
    main()
