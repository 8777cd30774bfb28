"""The study that gives every barrier the same money: what it costs at its defaults decides how strong it may be.

    python experiments/equal_budget.py        write study/equal_budget.yaml from the stored study all_barriers

Cost is proportional to intensity, so that a barrier that costs more than :data:`BUDGET` in its first year is weakened
to it. One that costs less is what it is: more of it cannot be bought.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sim.studies.storage.study import read_study
from sim.views import words
from sim.views.finding import Finding

HERE = Path(__file__).resolve().parent
COSTS = Path("results") / "experiments" / "all_barriers"
BUDGET = 2_000_000.0
"""EUR in the first year."""
HEAD = """# @package _global_
# All barriers for the same money; written by equal_budget.py, do not edit.
title: What does every barrier come to for the same money?
question: >-
  Each barrier by itself, for at most {budget} in the first year: what costs more at its defaults is weakened to that,
  what costs less is left as it is. What does each avert of orders, of harm, of organised vendors' profit, and what
  of it stays?
words: [days=1095, start=365, replicates=12]
daily: none
scenarios:
"""


def written(costs: dict[str, float]) -> str:
    """Write the study's file; ``costs``: EUR of the first year at full intensity, by barrier."""
    lines = []
    for name, cost in sorted(costs.items()):
        share = min(BUDGET / cost, 1.0) if cost > 0.0 else 1.0
        weaker = f", interventions.{name}.intensity={share:.3g}" if share < 1.0 else ""
        lines.append(f'  {name}: ["+intervention={name}"{weaker}]\n')
    return HEAD.format(budget=words.euros(BUDGET)) + "".join(lines)


def main() -> int:
    """Write the file from what the barriers were seen to cost."""
    study = read_study(COSTS)
    found = {name: Finding(result.summary, result.effects) for name, result in study.results.items()}
    costs = {name: finding.value("cost_first_year") for name, finding in found.items()}
    (HERE / "study" / "equal_budget.yaml").write_text(written(costs), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
