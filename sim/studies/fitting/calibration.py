"""A calibration as a study: waves of design points on workers, each kept as it is finished, so that it can go on."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.settings import SettingsError
from sim.studies.execution.pool import cores, open_engine, send
from sim.studies.execution.progress import Progress
from sim.studies.fitting.points import claim, identity_digest, keep_point, kept_point
from sim.studies.measurement.failure import Failure
from sim.studies.question.executor import ExecutorOptions
from sim.validation.calibration.axes import Axis, overrides
from sim.validation.calibration.emulator import fit
from sim.validation.calibration.findings import Evaluated, passed, ranked
from sim.validation.calibration.implausibility import Matching
from sim.validation.calibration.seeking import sought
from sim.validation.calibration.waves import Region, apart, first, left_over
from sim.validation.checks import Check

Floats = NDArray[np.float64]

SAMPLED = 400
"""Points sampled among what is left, of which a wave takes some that lie far apart."""
SEEDS = 20
"""Sets that missed fewest facts, from which a better one is sought."""
FEWEST_PASSED = 5
"""Sets that passed by their own run, below which they say nothing of where such sets are."""
WIDER = 0.5
"""By how much of its width, to either side, a wave looks beyond the box of the sets that passed."""


class Simulator(Protocol):
    """What evaluates a set of parameters: figures by name, each over replicates."""

    def __call__(self, overrides: Mapping[str, Any]) -> dict[str, list[float]]: ...


@dataclass(frozen=True)
class Budget:
    """``points`` of the first wave, ``wave_points`` of each later one; no point begins after ``seconds``.

    ``workers``: processes, 0 for one a core; they change no figure.
    """

    points: int = 150
    wave_points: int = 60
    waves: int = 3
    members: int = 100
    seconds: float = 3600.0
    seed: int = 1
    finalists: int = 6
    workers: int = 0


@dataclass(frozen=True)
class Calibrated:
    """What was run and what is left. ``members``: the ensemble, sampled between sets that passed by their own run;
    ``left``: what emulators leave of the whole ranges. ``complete``: no wave was cut short by the clock or by Ctrl-C.

    ``finals``: the sets that missed fewest facts and the present one (first, unless it failed), each with figures of
    other worlds.
    """

    points: tuple[Evaluated, ...]
    matching: Matching | None
    members: Floats
    left: Floats
    failures: tuple[Failure, ...] = ()
    complete: bool = True
    finals: tuple[Evaluated, ...] = ()

    @property
    def judged(self) -> tuple[Evaluated, ...]:
        """Sets of which the best is chosen: those that were judged in other worlds, or all."""
        return self.finals or self.points

    @property
    def present(self) -> Evaluated:
        """The set that was run first, as it was judged in other worlds, unless it failed there."""
        first = self.points[0]
        return next((final for final in self.finals if np.allclose(final.units, first.units, atol=1e-9)), first)


def calibrate(
    simulator: Simulator,
    over: Sequence[Axis],
    checks: Mapping[str, Check],
    present: Floats,
    folder: Path,
    budget: Budget,
    *,
    identity: Mapping[str, Any],
    progress: Progress | None = None,
) -> Calibrated:
    """Run the waves that a folder lacks, and sample what no fact rules out.

    ``checks``: the facts to fit, those held out left away; ``present``: where the parameters stand now, run first;
    ``identity``: what must be the same for a folder to go on.
    """
    of = claim(folder, {**identity, "over": [[a.name, a.low, a.high, a.scale] for a in over], "seed": budget.seed,
                        "points": budget.points, "wave_points": budget.wave_points,
                        "facts": sorted(checks)})  # fmt: skip
    progress = progress or Progress()
    deadline = time.monotonic() + budget.seconds
    failures: list[Failure] = []
    complete, matching = True, None
    members = left = np.zeros((0, len(over)))
    points: list[Evaluated] = []
    try:
        for wave in range(budget.waves):
            if wave == 0:
                design = first(present, budget.points, budget.seed)
            else:
                known = _matched(points, checks)
                region = _region(points, known, WIDER)
                sampled, matching = _left(known, region, SAMPLED, budget.seed + wave)
                design = _next(sampled, matching, region, budget.wave_points, points, budget.seed + wave)
            run = _Wave(folder / "points", wave, design, simulator, over, deadline, of)
            try:
                failures += run.finish(budget.workers, progress)
            except KeyboardInterrupt:  # what was run of this wave counts
                complete = False
            points += run.points()
            if not complete or run.left:
                complete = False
                break
    except KeyboardInterrupt:
        complete = False
    if len(points) > 2:
        known = _matched(points, checks)
        left, _ = _left(known, Region.whole(len(over)), budget.members, budget.seed + 1000)
        members, matching = _left(known, _region(points, known), budget.members, budget.seed + 2000)
    return Calibrated(tuple(points), matching, members, left, tuple(failures), complete)


def finals(
    done: Calibrated, judge: Simulator, over: Sequence[Axis], folder: Path, budget: Budget,
    progress: Progress | None = None,
) -> Calibrated:  # fmt: skip
    """Run the best sets and the present one once more, in other worlds: the best of many was also the luckiest.

    ``judge``: as the simulator, with seeds of its own and more replicates. Time counts anew.
    """
    if done.matching is None or not budget.finalists or not done.complete:
        return done
    best = ranked(done.points, done.matching)[: budget.finalists]
    design = np.array([done.points[0].units, *(p.units for p in best if p.number != done.points[0].number)])
    of_these = identity_digest(json.dumps(design.tolist()))  # more waves may find better sets, which are judged anew
    run = _Wave(folder / "finals" / of_these, 0, design, judge, over, time.monotonic() + budget.seconds, of_these)
    try:
        failures = run.finish(budget.workers, progress or Progress())
    except KeyboardInterrupt:
        return replace(done, complete=False)
    return replace(done, failures=(*done.failures, *failures), complete=not run.left, finals=tuple(run.points()))


def _next(
    sampled: Floats, matching: Matching, region: Region, count: int, points: Sequence[Evaluated], seed: int
) -> Floats:
    """Choose the next points: half those that promise to miss fewest facts, half far from each other and from all."""
    from threadpoolctl import threadpool_limits

    known = np.array([point.units for point in points])
    best = np.array([point.units for point in ranked(points, matching)[:SEEDS]])
    with threadpool_limits(1):
        promising = sought(matching, region, np.vstack([best, sampled[: SAMPLED // 2]]), count // 2, known, seed)
    return np.vstack([promising, apart(sampled, count - len(promising), np.vstack([known, promising]))])


def _region(points: Sequence[Evaluated], matching: Matching, wider: float = 0.0) -> Region:
    """Give where sets passed by their own run: elsewhere few were run, and emulators rule out too little."""
    sets = passed(points, matching)
    if not FEWEST_PASSED <= len(sets) < len(points):  # too few, or all: this tells sets apart no better than facts do
        return Region.whole(len(points[0].units))
    return Region.around(np.array([point.units for point in sets]), wider)


def _left(matching: Matching, region: Region, count: int, seed: int) -> tuple[Floats, Matching]:
    """Sample what is left of a region, on one thread: the matrices are small, and waiting costs more."""
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    with threadpool_limits(1):
        return left_over(matching, region, count, seed)


def _matched(points: Sequence[Evaluated], checks: Mapping[str, Check]) -> Matching:
    """Fit an emulator to every fact that may choose; one that only repeats an input says nothing new."""
    units = np.array([p.units for p in points])
    emulators = {}
    for name, check in checks.items():
        if not check.repeats:
            emulator = fit(units, [p.figures.get(name, []) for p in points])
            if emulator is not None:
                emulators[name] = emulator
    return Matching(checks, emulators)


class _Wave:
    """The points of one wave, each a file once it was run."""

    def __init__(
        self, folder: Path, wave: int, design: Floats, simulator: Simulator, over: Sequence[Axis], deadline: float,
        of: str,
    ) -> None:  # fmt: skip
        self.folder, self.wave, self.design, self.over, self.deadline = folder, wave, design, over, deadline
        self.simulator, self.of = simulator, of
        self.failed: set[int] = set()

    def file(self, number: int) -> Path:
        return self.folder / f"{self.wave:02}-{number:04}.json"

    @property
    def left(self) -> list[int]:
        """Points that were not run yet; those that failed are not tried again in this call."""
        return [n for n in range(len(self.design)) if n not in self.failed and kept_point(self.file(n)) is None]

    def finish(self, workers: int, progress: Progress) -> list[Failure]:
        """Run what is left of the wave, as long as there is time."""
        jobs = self.left
        if not jobs:
            return []
        self.folder.mkdir(parents=True, exist_ok=True)
        failures = []
        workers = min(workers or cores(), len(jobs))
        done = len(self.design) - len(jobs)
        progress.start(len(self.design), workers)
        try:
            with open_engine(ExecutorOptions(), workers) as engine:
                function = partial(_run, self.simulator, self.over, self.design)
                for number, found in send(function, self._due(jobs), engine, progress):
                    if isinstance(found, Failure):
                        failures.append(found)
                        self.failed.add(number)
                        continue
                    keep_point(self.file(number), self.of, self.design[number], found)
                    done += 1
                    progress.advance(done, len(self.design))
        finally:
            progress.stop()
        return failures

    def _due(self, jobs: Sequence[int]) -> Iterator[int]:
        for job in jobs:
            if time.monotonic() >= self.deadline:
                return
            yield job

    def points(self) -> list[Evaluated]:
        """Read the points that were run; a file of another design is refused."""
        found = []
        for number, units in enumerate(self.design):
            plain = kept_point(self.file(number))
            if plain is None:
                continue
            if plain.get("of", self.of) != self.of or not np.allclose(plain["units"], units, atol=1e-9):
                raise SettingsError(f"{self.file(number)} is a point of another design", key="output",
                                    hint="give another output=…")  # fmt: skip
            found.append(Evaluated(number + 10_000 * self.wave, self.wave, np.array(plain["units"]), plain["figures"]))
        return found


def _run(simulator: Simulator, over: Sequence[Axis], design: Floats, number: int) -> dict[str, list[float]]:
    return simulator(overrides(over, design[number]))
