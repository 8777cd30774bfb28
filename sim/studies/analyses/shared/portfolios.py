"""The search for portfolios: whole sets first, then evolution within each of several limits on cost.

It takes few replicates, as it chooses and tells nothing: the best of many tries looks better than it is. Candidates of
the front are run again in replicates that the search has not seen.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.effects.start import without_idle
from sim.settings import Settings
from sim.settings.values import several
from sim.studies.execution.runner import Runner
from sim.studies.question.axes import Axis
from sim.studies.question.case import Case
from sim.studies.question.composer import set_value
from sim.studies.question.plan import Plan
from sim.views import words

Floats = NDArray[np.float64]

COST = "cost_first_year"
STEP = 0.1
"""Intensities are tried in steps of this; below half a step a barrier is left out."""
LIMITS = (0.25, 0.5, 1.0)
"""Shares of the budget that a search each has to keep within."""
POPULATION = 4
"""Candidates of a generation per dimension."""
WHOLE_SETS = 6
"""Barriers up to which every set at full intensity is tried as well."""
SEARCHED = 4
"""Replicates in which a candidate is tried, at most: twins share their chances, so few already tell good from bad."""
CONFIRMED = 12
"""Portfolios of the front that are run again, at most."""


def search(runner: Runner, plan: Plan) -> Plan:
    """Search for portfolios and run those of the front again; return the plan with every case that was run."""
    trial, options, most = _Trial(runner, plan), plan.options, plan.analysis.most_runs(plan)
    names, replicates, tried = list(plan.settings.interventions), plan.settings.replicates, searched(plan)
    sets = whole_sets(plan)
    first = f"{sets} whole sets, then " if sets else ""
    searches = f"{len(LIMITS)} searches of {several(options.generations, 'generation')}"
    again = f"at most {CONFIRMED} of the front again in {replicates} fresh ones"
    runner.progress.note(f"{first}{searches}, each candidate in {several(tried, 'replicate')}; {again}")
    if sets:
        rows = [np.array(row, dtype=np.float64) for row in itertools.product((0.0, 1.0), repeat=len(names)) if any(row)]
        rest = np.full(len(plan.axes), 0.5)
        runner.progress.stage("whole sets", most)
        trial.evaluate(np.array([np.concatenate([row, rest]) for row in rows]))
    for number, share in enumerate(LIMITS, 1):
        limit = share * options.budget_eur
        _evolve(trial, plan, limit, f"search {number} of {len(LIMITS)}, within {words.euros(limit)}")
    front = _thinned(front_of(trial.known), trial.known, options.budget_eur)
    runner.progress.note(f"{len(trial.cases)} portfolios tried; {len(front)} of the front are run in fresh replicates")
    runner.progress.stage("the front in fresh replicates", most)
    runner.evaluate([trial.cases[key] for key in front], range(replicates, 2 * replicates))
    return dataclasses.replace(plan, cases=tuple(trial.cases.values()))


def searched(plan: Plan) -> int:
    return min(SEARCHED, plan.settings.replicates)


def whole_sets(plan: Plan) -> int:
    """Count the sets that are tried at full intensity."""
    names = len(plan.settings.interventions)
    return 2**names - 1 if names <= WHOLE_SETS else 0


def at_once(plan: Plan) -> int:
    """Count the candidates of a generation: a power of two, as Sobol's sequence asks."""
    return int(2 ** math.ceil(math.log2(max(POPULATION * (len(plan.settings.interventions) + len(plan.axes)), 5))))


def _thinned(front: Sequence[str], known: Mapping[str, tuple[float, float]], budget: float) -> list[str]:
    """Keep :data:`CONFIRMED` of a front, evenly from the cheapest to the dearest, and the best within the budget."""
    if len(front) <= CONFIRMED:
        return list(front)
    inside = [number for number, key in enumerate(front) if known[key][0] <= budget]
    kept = {round(place) for place in np.linspace(0, len(front) - 1, CONFIRMED - 1)} | set(inside[-1:])
    return [front[number] for number in sorted(kept)]


class _Trial:
    """Candidates tried so far, with mean cost and effect of each."""

    def __init__(self, runner: Runner, plan: Plan) -> None:
        self._campaign, self._plan = runner, plan
        self.cases: dict[str, Case] = {}
        self.known: dict[str, tuple[float, float]] = {}

    def stage(self, name: str) -> None:
        self._campaign.progress.stage(name)

    def evaluate(self, candidates: Floats) -> Floats:
        """Return cost and effect of candidates, shape (candidates, 2); rows are shares per barrier and axis."""
        keys = []
        fresh: dict[str, Case] = {}
        for row in candidates:
            case = candidate(self._plan.settings, self._plan.axes, row, len(self.cases) + len(fresh))
            key = case.key if case is not None else ""
            keys.append(key)
            if case is not None and key not in self.cases and key not in fresh:
                fresh[key] = case
        if fresh:
            self._campaign.evaluate(list(fresh.values()), range(searched(self._plan)))
            self.cases |= fresh
            self.known |= self._means(list(fresh.values()))
        nothing = (math.inf, -math.inf)  # a candidate that failed is never chosen
        return np.array([self.known.get(key, nothing) if key else (0.0, 0.0) for key in keys])

    def _means(self, cases: Sequence[Case]) -> dict[str, tuple[float, float]]:
        effects = without_idle(self._campaign.effects(cases, range(searched(self._plan))))
        if not len(effects):  # whose triggers never fire
            return {}
        table = effects.pivot_table(index="case", columns="outcome", values="value", aggfunc="mean")
        return {
            cases[int(number)].key: (float(row[COST]), float(row[self._plan.options.criterion]))
            for number, row in table.iterrows()
        }


def candidate(settings: Settings, axes: Sequence[Axis], row: Floats, number: int) -> Case | None:
    """Make the configuration of a candidate; None for the portfolio without barriers."""
    names = list(settings.interventions)
    values: dict[str, Any] = {}
    chosen = settings
    for name, share in zip(names, row, strict=False):
        values[f"interventions.{name}.intensity"] = round(round(float(share) / STEP) * STEP, 6)
    for axis, share in zip(axes, row[len(names) :], strict=True):
        values[axis.name] = axis.at(float(share))
    for key, value in values.items():
        chosen = set_value(chosen, key, value)
    kept = {name: barrier for name, barrier in chosen.interventions.items() if barrier.intensity > 0.0}
    if not kept:
        return None
    label = " + ".join(f"{name} {barrier.intensity:g}" for name, barrier in kept.items())
    return Case(dataclasses.replace(chosen, interventions=kept), label, "", number, values)


def _evolve(trial: _Trial, plan: Plan, limit: float, told: str) -> None:
    from scipy.optimize import differential_evolution

    dimensions = len(plan.settings.interventions) + len(plan.axes)
    generations = itertools.count()

    def badness(columns: Floats) -> Floats:
        number = next(generations)
        trial.stage(
            f"{told}, generation {number} of {plan.options.generations}" if number else f"{told}, first candidates"
        )
        found = trial.evaluate(np.atleast_2d(columns.T))
        over = np.maximum(found[:, 0] / max(limit, 1e-9) - 1.0, 0.0)
        return np.where(np.isfinite(found[:, 1]), -found[:, 1] + 10.0 * np.minimum(over, 1e6), 1e12)

    rng = np.random.default_rng(plan.options.design_seed)
    differential_evolution(
        badness, [(0.0, 1.0)] * dimensions, maxiter=plan.options.generations, popsize=POPULATION, init="sobol",
        updating="deferred", vectorized=True, polish=False, tol=0.0, rng=rng,
    )  # fmt: skip


def front_of(known: Mapping[str, tuple[float, float]]) -> list[str]:
    """Keys of what nothing else beats in both cost and effect, cheapest first."""
    ordered = sorted(known, key=lambda key: (known[key][0], -known[key][1]))
    best, front = 0.0, []
    for key in ordered:
        if known[key][1] > best:
            best = known[key][1]
            front.append(key)
    return front
