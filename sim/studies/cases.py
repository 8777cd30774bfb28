"""What a study is made of: cases (a configuration each), their identities, and the tasks that workers run."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sim.model.interventions.base import Intervention
from sim.settings import Settings
from sim.studies.measurement.scenario import first_day

SPEED_ONLY = ("threads", "workers", "output", "replicates")
"""Settings that do not change what a replicate computes."""
MOST_BRANCHES = 32
"""Scenarios that one task runs against one baseline; more would keep a worker busy for too long at a stretch."""
TASK_WORK = 3e9
"""Buyers times days of the scenarios of one task, at most: about a minute, so that little is lost with a worker."""
DAILY = ("none", "summary", "all")


@dataclass(frozen=True)
class Case:
    """One configuration to be run in every replicate.

    ``scenario``: name of the barriers; ``world``: what differs in the world they act in ("" for nothing);
    ``point``: number of the design point, ``values`` what is set there; ``daily``: which daily tables are kept.
    """

    settings: Settings
    scenario: str = "baseline"
    world: str = ""
    point: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)
    daily: str = "none"

    @cached_property
    def key(self) -> str:
        """Identity of the configuration: equal for equal worlds, barriers and seeds, whatever they are called."""
        return _digest(_configuration(self.settings))

    @cached_property
    def world_key(self) -> str:
        """Identity of the world without barriers; cases that share it share a baseline."""
        plain = _configuration(dataclasses.replace(self.settings, interventions={}))
        plain.pop("start")  # a day on which nothing happens
        return _digest(plain)

    def run_id(self, replicate: int, model: str) -> str:
        """Identity of a run: configuration, replicate and model version."""
        return _digest([self.key, replicate, model])


def _configuration(settings: Settings) -> dict[str, Any]:
    return {name: _plain(value) for name, value in settings.to_dict().items() if name not in SPEED_ONLY}


def _plain(value: Any) -> Any:
    """Write 1.0 as 1: which of both a setting holds depends on whether it was typed or built in Python."""
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Branch:
    """A scenario of a task: its number among the cases, its barriers, when they begin, which tables are kept."""

    index: int
    interventions: Mapping[str, Intervention]
    start: int
    daily: str


@dataclass(frozen=True)
class Task:
    """One baseline of one replicate, and the scenarios that branch off it."""

    world: Settings
    world_key: str
    replicate: int
    branches: tuple[Branch, ...]


def tasks_of(cases: Sequence[Case], todo: Sequence[tuple[int, int]], workers: int) -> Iterator[Task]:
    """Group runs, (number of the case, replicate) each, so that cases of one world share its baseline.

    How runs are grouped changes how long they take, and nothing else.
    """
    groups: dict[tuple[int, str], list[int]] = {}
    for index, replicate in todo:
        groups.setdefault((replicate, cases[index].world_key), []).append(index)
    first = cases[todo[0][0]].settings if todo else Settings()
    most = min(MOST_BRANCHES, max(int(TASK_WORK / (first.buyers * first.days)), 1))
    if len(groups) < workers:  # some workers would have nothing to do
        most = min(most, -(-len(todo) // workers))
    for (replicate, key), indices in sorted(groups.items(), key=lambda group: (group[0][0], group[1][0])):
        count = -(-len(indices) // most)
        for part in range(count):  # of about equal length, so that no worker is left with a rest
            chunk = indices[len(indices) * part // count : len(indices) * (part + 1) // count]
            world = dataclasses.replace(cases[chunk[0]].settings, interventions={}, overrides=())
            branches = tuple(
                Branch(i, dict(cases[i].settings.interventions), first_day(cases[i].settings), cases[i].daily)
                for i in chunk
            )
            yield Task(world, key, replicate, branches)


def flat(plain: Mapping[str, Any], name: str = "") -> dict[str, Any]:
    """Give nested settings as dotted names; the barriers stay one value each."""
    found: dict[str, Any] = {}
    for key, value in plain.items():
        full = f"{name}.{key}" if name else str(key)
        if isinstance(value, Mapping) and value and name != "interventions":
            found |= flat(value, full)
        else:
            found[full] = value
    return found


def described(cases: Sequence[Case]) -> dict[str, Any]:
    """Write cases as plain values: the settings of the first in full, of the others what differs."""
    base = flat(cases[0].settings.to_dict())
    entries = []
    for case in cases:
        own = flat(case.settings.to_dict())
        changed = {key: value for key, value in own.items() if key not in base or base[key] != value}
        gone = [key for key in base if key not in own]
        entries.append(
            {"scenario": case.scenario, "world": case.world, "point": case.point, "values": dict(case.values),
             "daily": case.daily, "key": case.key, "changed": changed, "gone": gone}
        )  # fmt: skip
    return {"base": cases[0].settings.to_dict(), "cases": entries}


def recalled(record: Mapping[str, Any]) -> list[Case]:
    """Read back what :func:`described` wrote."""
    base = flat(record["base"])
    cases = []
    for entry in record["cases"]:
        plain = {key: value for key, value in base.items() if key not in entry["gone"]} | entry["changed"]
        settings = Settings.from_dict(_nested(plain), origin=lambda key: "study.json")
        names = ("scenario", "world", "point", "values", "daily")
        cases.append(Case(settings, **{name: entry[name] for name in names}))
    return cases


def _nested(plain: Mapping[str, Any]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for key, value in plain.items():
        if key == "interventions":
            tree.setdefault(key, {})
            continue
        *parents, last = key.split(".")
        place = tree
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return tree
