"""How many replicates where no number is given: until the headline is known, or a minute is spent."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from itertools import count

from sim.effects.precision import relative_half_width
from sim.settings.values import several
from sim.studies.execution.progress import Progress
from sim.studies.execution.runner import Runner
from sim.studies.question.plan import GIVEN, Plan
from sim.studies.storage.tables import of_scenario

PRECISE = 0.15
"""Half-width of the interval of the orders averted in the first year, as a share of them, that is enough."""
SECONDS = 60.0
"""Wall time of the whole, from the first replicate to the last picture."""
REST = 18.0
"""What tables, pictures and the report take of it, about: no replicate is begun that would end in it."""
ROUND = 5.0
"""Seconds that a batch takes, about: often enough to stop in time, seldom enough to keep all workers busy."""


def until_precise(runner: Runner, plan: Plan, clock: Callable[[], float] = time.monotonic) -> tuple[int, str]:
    """Add replicates until the headline of every scenario is known, or the time is spent; give how many, and why.

    Replicates are run in their order, 0, 1, 2, …, so whatever number the clock leaves, the same number gives the same
    figures again. Fewer than 20 are never enough, as an interval that stops itself needs some to be true. Compiling
    does not count, nor what is stored already.
    """
    runner.prepare(plan.cases)
    done, pace, begun = stored(runner, plan), 0.0, clock()
    told = runner.progress
    runner.progress = _Quietly(told)
    try:
        while True:
            width = _widest(runner, plan) if done >= GIVEN else math.inf
            batch = runner.engine.workers * max(1, int(ROUND / pace) if pace > 0.0 else 1)
            batch = max(batch, 2 - done)
            if width <= PRECISE:
                why = _known(plan, width)
            elif done and (clock() - begun) + pace * batch / runner.engine.workers > SECONDS - REST:
                why = f"the minute is spent; {_known(plan, _widest(runner, plan))}"
            elif runner.hopeless:
                return done, ""
            else:
                before = clock()
                runner.evaluate(plan.cases, range(done, done + batch))
                done += batch
                pace = (clock() - before) * runner.engine.workers / batch
                continue
            why = f"{several(done, 'replicate')}: {why}"
            told.note(why)
            return done, why
    finally:
        runner.progress = told


def stored(runner: Runner, plan: Plan) -> int:
    """Count the replicates, from the first on, of which every case is stored already."""
    archive = runner.archive
    return next(r for r in count() if not all(c.run_id(r, archive.model) in archive.done for c in plan.cases))


def _widest(runner: Runner, plan: Plan) -> float:
    """Give the relative half-width of the scenario of which least is known; 0 where there is no barrier."""
    cases = [case for case in plan.main() if case.settings.interventions]
    effects = runner.effects(cases) if cases else None
    return max(
        (
            relative_half_width(of_scenario(effects, c.scenario, c.world, c.point), repeats=plan.options.repeats)
            for c in cases
        ),
        default=0.0,
    )


def _known(plan: Plan, width: float) -> str:
    if not any(case.settings.interventions for case in plan.cases):
        return "no barrier, so there is no effect to be known better"
    several_of = " of every scenario" if len(plan.scenarios) > 1 else ""
    if width > 1.0:  # their interval reaches zero
        one = " of one scenario" if several_of else ""
        return f"the orders averted in the first year{one} cannot be told from none yet"
    return f"the orders averted in the first year{several_of} are known within {100.0 * width:.0f} %"


class _Quietly(Progress):
    """Pass on that time passes, and notes, but not each batch."""

    def __init__(self, heard: Progress) -> None:
        self._heard = heard

    def tick(self) -> None:
        self._heard.tick()

    def note(self, text: str) -> None:
        self._heard.note(text)
