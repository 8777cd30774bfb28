"""Run the worlds behind docs/scope.md and keep what figures are read from: sums, means and outcomes of each command.

Commands `run …` that share a world are branches of one baseline, as in a comparison, and give what the command itself
gives, bit for bit. What is kept lies under results/scope, by command and model, so that nothing is run twice.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from sim.__main__ import main
from sim.effects import replicate_effects, summarise
from sim.effects.start import ramp, start_is_triggered, starts_by_replicate
from sim.settings import Settings, compose
from sim.studies.api import load
from sim.studies.measurement.scenario import BARRIER, BASELINE
from sim.studies.measurement.task import Branch, Task
from sim.studies.measurement.worker import run_task
from sim.studies.storage.identity import model_identity

STORE = Path(os.environ.get("SCOPE_STORE", "results/scope"))
SIZE = {"buyers": "20000", "replicates": "8", "start": "90", "days": "455"}
"""Of every command that does not say otherwise."""
TOGETHER = 8
"""Commands that branch off one baseline at a time: what is lost where the measuring is stopped."""
LAST = 28
"""Days of "the end"."""
STUDIES = ("compare", "sweep")


def words_of(command: str) -> list[str]:
    """Return the words of a command, with the size of the world where it says none."""
    words = shlex.split(command)
    said = {word.partition("=")[0] for word in words}
    return [*words, *(f"{name}={value}" for name, value in SIZE.items() if name not in said)]


@cache
def settings_of(command: str) -> Settings:
    """Compose the settings of a command `run …`."""
    return compose(words_of(command)[1:])


def place_of(command: str) -> Path:
    """Name the folder in which a command's tables are kept."""
    key = " ".join([*words_of(command), model_identity()])
    return STORE / hashlib.sha256(key.encode()).hexdigest()[:16]


def is_measured(command: str) -> bool:
    """Tell whether a command was run with the present model."""
    return (place_of(command) / "summary.parquet").is_file()


def measure(commands: Sequence[str]) -> Iterator[str]:
    """Run those commands that were not run with the present model; yield each as it is kept."""
    waiting = [command for command in dict.fromkeys(commands) if not is_measured(command)]
    worlds: dict[str, list[str]] = {}
    for command in waiting:
        if command.split()[0] == "run":
            worlds.setdefault(_world(settings_of(command)), []).append(command)
    for alike in sorted(worlds.values(), key=len, reverse=True):
        for first in range(0, len(alike), TOGETHER):
            yield from _runs(alike[first : first + TOGETHER])
    for command in waiting:
        if command.split()[0] in STUDIES:
            _study(command)
            yield command


def _world(settings: Settings) -> str:
    """Name the world without barriers."""
    plain = {**settings.to_dict(), "interventions": {}, "output": None}
    return repr(sorted((key, value) for key, value in plain.items() if key not in ("workers", "start")))


def _runs(commands: Sequence[str]) -> Iterator[str]:
    settings = [settings_of(command) for command in commands]
    world = dataclasses.replace(settings[0], interventions={})
    branches = tuple(
        Branch(number, one.interventions, min((b.start for b in one.interventions.values()), default=one.start),
               "everything")
        for number, one in enumerate(settings)
    )  # fmt: skip
    kept: dict[int, dict[str, list[pd.DataFrame]]] = {n: {} for n in (*range(len(commands)), -1)}
    figures: dict[int, list[pd.DataFrame]] = {n: [] for n in range(len(commands))}
    for replicate in range(world.replicates):
        done = run_task(Task(world, "scope", replicate, branches))
        for one in done:
            if one.failure is not None:
                raise RuntimeError(one.failure.message)
        tables = {one.index: one.tables for one in done}
        for number, branch in enumerate(branches):
            arms = {BASELINE: tables[-1]} | ({BARRIER: tables[number]} if branch.interventions else {})
            figures[number] += [_sums(replicate, arm, one, branch.start) for arm, one in arms.items()]
            for name in ("daily", "journal"):
                kept[number].setdefault(name, []).extend(one[name] for one in arms.values())
    for number, command in enumerate(commands):
        daily, journal = (pd.concat(kept[number][name], ignore_index=True) for name in ("daily", "journal"))
        summary = _summary(settings[number], daily, journal, branches[number].start)
        _keep(command, summary=summary, figures=pd.concat(figures[number], ignore_index=True))
        yield command


def _summary(settings: Settings, daily: pd.DataFrame, journal: pd.DataFrame, start: int) -> pd.DataFrame:
    """Estimate every outcome, at the size of the real market; the steady state where there is no barrier."""
    barriers = settings.interventions
    if not barriers:
        return summarise(pd.DataFrame(), daily, start)
    numbers = sorted(int(number) for number in daily["replicate"].unique())
    began = starts_by_replicate(barriers, journal, numbers) if start_is_triggered(barriers) else None
    effects = replicate_effects(
        daily, None, start, journal, annual_revenue=settings.ecosystem.annual_revenue, ramp=ramp(barriers), began=began
    )
    return summarise(effects, daily, start, ramp=ramp(barriers))


def _sums(replicate: int, arm: str, tables: Mapping[str, pd.DataFrame], start: int) -> pd.DataFrame:
    """Add up the days from ``start`` on; columns replicate, arm, name, value."""
    found: dict[str, float] = {}
    daily = tables["daily"]
    days = daily[daily["day"] >= start].drop(columns=["replicate", "arm", "day"])
    for how, table in (("sum", days.sum()), ("mean", days.mean()), ("end", days.iloc[-LAST:].mean())):
        found |= {f"{how}:{column}": float(value) for column, value in table.items()}
    groups = tables["groups"]
    added = groups[groups["day"] >= start].groupby(["kind", "group"]).sum(numeric_only=True)
    for (kind, group), row in added.drop(columns=["replicate", "day"]).iterrows():
        if kind != "marketplace":
            found |= {f"{kind}/{group}/{figure}": float(value) for figure, value in row.items()}
    journal = tables["journal"]
    events = journal[journal["day"] >= start]
    found |= {f"event:{name}": float(count) for name, count in events["event"].value_counts().items()}
    for (name, cause), count in events.groupby(["event", "cause"]).size().items():
        found[f"event:{name}/{cause}"] = float(count)
    return pd.DataFrame({"replicate": replicate, "arm": arm, "name": list(found), "value": list(found.values())})


def _study(command: str) -> None:
    """Run a comparison or a sweep as the command does, and keep its tables."""
    folder = place_of(command) / "study"
    if main([*words_of(command), "workers=1", f"output={folder}", "-q"]):
        raise RuntimeError(f"{command} did not end well")
    _keep(command, **load(folder).tables)


def _keep(command: str, **tables: pd.DataFrame) -> None:
    place = place_of(command)
    place.mkdir(parents=True, exist_ok=True)
    for name in sorted(tables, key=lambda name: name == "summary"):  # the summary last: it says that all are there
        tables[name].to_parquet(place / f"{name}.parquet")
    (place / "command.txt").write_text(" ".join(words_of(command)) + "\n", encoding="utf-8")


def read(command: str, table: str) -> pd.DataFrame:
    """Read a table of a command that was measured."""
    return pd.read_parquet(place_of(command) / f"{table}.parquet")
