"""The layer that runs studies: runs per second on one core and on all, what it adds to a run, memory over many runs."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.report import Row, seconds

LAPTOP = ("ecosystem=western", "+intervention=takedown")
SMALL = ("ecosystem=small", "buyers=200", "days=60", "start=30", "+intervention=takedown")


def ready(*words: str) -> Any:
    """Plan a comparison from words."""
    from sim.studies.question.plan import plan
    from sim.studies.question.request import read_request

    return plan(read_request(words, analysis="compare", daily="none"))


def duration(plan: Any, replicates: int, workers: int) -> float:
    """Return the seconds that all runs of a plan take, with the store, without the tables at the end."""
    from sim.studies.execution.pool import open_engine
    from sim.studies.execution.runner import Runner
    from sim.studies.question.executor import ExecutorOptions
    from sim.studies.storage.archive import Archive

    with tempfile.TemporaryDirectory() as folder, open_engine(ExecutorOptions(), workers) as engine:
        archive = Archive(Path(folder), "benchmark", write=True)
        try:
            runner = Runner(archive, engine)
            runner.evaluate(plan.cases[:1], range(workers))  # workers started, code compiled
            return seconds(runner.evaluate, plan.cases, range(workers, workers + replicates))
        finally:
            archive.close()


def added(plan: Any, repeats: int) -> tuple[list[float], list[float]]:
    """Return per pair: seconds of the model itself (building, branching, days), and per cent that the layer adds."""
    from sim.model.ecosystem import Ecosystem
    from sim.studies.execution.tasks import tasks_of
    from sim.studies.measurement.worker import run_task

    spent, depth = [0.0], [0]

    def timed(method: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*words: Any, **more: Any) -> Any:
            depth[0] += 1
            begun = time.perf_counter()
            try:
                return method(*words, **more)
            finally:
                depth[0] -= 1
                if depth[0] == 0:  # a branch builds an ecosystem: counted once
                    spent[0] += time.perf_counter() - begun

        return wrapper

    own = {name: getattr(Ecosystem, name) for name in ("__init__", "branch", "step")}
    model, shares = [], []
    try:
        for name, method in own.items():
            setattr(Ecosystem, name, timed(method))
        for task in tasks_of(plan.cases, [(0, r) for r in range(repeats + 1)], 1):
            spent[0] = 0.0
            whole = seconds(run_task, task)
            model.append(spent[0])
            shares.append(100.0 * (whole - spent[0]) / spent[0])
    finally:
        for name, method in own.items():
            setattr(Ecosystem, name, method)
    return model[1:], shares[1:]  # the first warms up


def run(*, quick: bool, repeats: int) -> list[Row]:
    """Measure throughput, overhead, composition and memory."""
    from sim.studies.execution.pool import cores

    words = (*LAPTOP, *(("buyers=400", "days=60", "start=30") if quick else ()))
    plan, runs, many = ready(*words), 4 if quick else 40, max(cores(), 2)
    one, all_ = Row("pairs a second, 1 worker", "pairs/s"), Row(f"pairs a second, {many} workers", "pairs/s")
    gain = Row(f"{many} workers against 1", "times")
    minutes = Row("1,000 pairs of the laptop scenario, all cores", "minutes")
    for _ in range(min(repeats, 3)):
        one.values.append(runs / duration(plan, runs, 1))
        all_.values.append(runs / duration(plan, runs, many))
        gain.values.append(all_.values[-1] / one.values[-1])
        minutes.values.append(1000.0 / all_.values[-1] / 60.0)
    model, shares = added(plan, max(repeats, 2))
    pair = Row("the model's part of a pair (both arms)", "s", model)
    overhead = Row("added by the layer", "% of the model", shares, most=None if quick else 5)
    dispatch = Row(
        "sending a job that does nothing, and storing it", "ms/job", [_nothing(50 if quick else 2000)], most=3
    )
    compose = Row("composing and checking 200 design points", "s", [seconds(_points)], most=10)
    memory = Row("growth of a worker, from run 200 to 2,000", "MB", [_growth(quick)], most=20)
    return [one, all_, gain, minutes, pair, overhead, dispatch, compose, memory]


def _points() -> None:
    from sim.studies.question.plan import plan
    from sim.studies.question.request import read_request

    over = "over=[ecosystem.vendors.stealth,interventions.takedown.intensity]"
    ready = plan(read_request([*LAPTOP, over, "design=sobol", "samples=200"], analysis="sweep"))
    assert len(ready.cases) == 200


def nothing(job: int) -> int:
    """Do nothing, in a worker."""
    return job


def _nothing(jobs: int) -> float:
    from sim.studies.execution.dispatch import send
    from sim.studies.execution.pool import open_engine
    from sim.studies.execution.progress import Progress
    from sim.studies.question.executor import ExecutorOptions

    with open_engine(ExecutorOptions(), 2) as engine:
        list(send(nothing, range(10), engine, Progress()))
        return seconds(lambda: list(send(nothing, range(jobs), engine, Progress()))) / jobs * 1e3


_MEMORY = """
import sys, tempfile
from pathlib import Path
import psutil
from benchmarks.studies import SMALL, ready
from sim.studies.storage.archive import Archive
from sim.studies.execution.runner import Runner
from sim.studies.question.executor import ExecutorOptions
from sim.studies.execution.pool import open_engine
first, last = int(sys.argv[1]), int(sys.argv[2])
plan = ready(*SMALL)
with tempfile.TemporaryDirectory() as folder, open_engine(ExecutorOptions(), 2) as engine:
    archive = Archive(Path(folder), "benchmark", write=True)
    runner = Runner(archive, engine)
    runner.evaluate(plan.cases, range(first))
    workers = psutil.Process().children()
    before = max(w.memory_info().rss for w in workers)
    driver = psutil.Process().memory_info().rss
    runner.evaluate(plan.cases, range(first, last))
    archive.close()
    after = max(w.memory_info().rss for w in workers)
    print(max(after - before, psutil.Process().memory_info().rss - driver))
"""


def _growth(quick: bool) -> float:
    command = [sys.executable, "-c", _MEMORY, *(("4", "8") if quick else ("200", "2000"))]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) / 1e6
