"""Write the table of docs/investigation.md: what investigation and arrests do, each against the twin without it.

python docs/make_investigation.py    12 pairs of 50,000 buyers: about two minutes on two cores
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.model.ecosystem import Ecosystem
from sim.model.interventions.base import Intervention, catalogue

FILE = Path(__file__).with_name("investigation.md")
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
BUYERS, PAIRS, START, SEED = 50_000, 12, 365, 1
HEAD = """| barrier | vendors, days 0 to 90 | vendors, days 180 to 365 | arrests | orders of the year |
| --- | --- | --- | --- | --- |"""


def barriers() -> dict[str, Intervention]:
    """Give the barriers of the table by what they are called there."""
    teams, targets = catalogue()["online_investigation"], catalogue()["vendor_targeting"]
    default = {name: catalogue()[name](start=START) for name in ("white_hats", "buyer_cases", "publicise")}
    return {
        "online_investigation, 20 teams": teams(start=START, teams=20),
        "the same, 40 teams": teams(start=START, teams=40),
        "legal_framework": catalogue()["legal_framework"](start=START),
        "vendor_targeting, 50 at the top": targets(start=START, count=50),
        "the same, 250 at the top": targets(start=START, count=250),
        "the same, not told": targets(start=START, count=250, publicity=0.0),
        "the same, 250 at random": targets(start=START, count=250, targets="random"),
        **default,
    }


def measure(replicate: int) -> list[list[float]]:
    """Return the four figures of the table for the twin and under each barrier."""
    stem = Ecosystem(buyers=BUYERS, days=START + 366, seed=SEED, replicate=replicate).run(START)
    found = []
    for world in (stem, *[stem.branch([barrier]) for barrier in barriers().values()]):
        column = world.run().records.column
        vendors, year = column("vendors_in_business"), slice(START, START + 365)
        early, late = vendors[START : START + 90].mean(), vendors[START + 180 : START + 365].mean()
        found.append([early, late, column("arrests_vendors")[year].sum(), column("orders")[year].sum()])
        world.close()
    return found


def cell(struck: NDArray[np.float64], twin: NDArray[np.float64]) -> str:
    """Tell by how much of the twins' mean the pairs differ, with two standard errors."""
    apart = 100.0 * (struck - twin) / twin.mean()
    return f"{apart.mean():+.1f} % ±{2.0 * apart.std(ddof=1) / np.sqrt(len(apart)):.1f}"


def main() -> None:
    """Measure, and put the table between its marks."""
    with ProcessPoolExecutor() as workers:
        figures = np.array(list(workers.map(measure, range(PAIRS))))
    rows = [
        " | ".join([f"| {name}", *(cell(figures[:, 1 + row, k], figures[:, 0, k]) for k in range(4))]) + " |"
        for row, name in enumerate(barriers())
    ]
    text = FILE.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    FILE.write_text("\n".join([f"{before}{BEGIN}", HEAD, *rows, f"{END}{after}"]), encoding="utf-8")


if __name__ == "__main__":
    main()
