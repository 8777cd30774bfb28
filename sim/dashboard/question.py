"""What is asked in the form: barriers, a world, a number of runs; as words of the command line, and as a plan."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sim.settings import Settings, SettingsError, compose
from sim.settings.library import BARRIERS, Library, Made
from sim.settings.values import SWITCHES, several, word
from sim.studies.question.options import StudyOptions
from sim.studies.question.plan import Plan, plan, plan_of
from sim.studies.question.request import read_request

COMMANDS = {
    "run": "Together: how long do they last, all at once?",
    "compare": "Against each other: which of them lasts longest?",
}
"""What may be asked, by the command that answers it."""
PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]*")
"""Text that means itself in the grammar of words, unless it is a number or a switch."""
KEPT = "daily=everything"
"""Option with which a study keeps what the replay shows; ``run`` does so anyway."""


@dataclass
class Question:
    """What the form holds; values are those of the settings, and only what was changed is kept.

    ``barriers``: by name, in order, the changed values of each by the name of the setting.
    """

    command: str = "run"
    ecosystem: str = "western"
    barriers: dict[str, dict[str, Any]] = field(default_factory=dict)
    run: dict[str, Any] = field(default_factory=dict)
    folders: tuple[str, ...] = ()

    def words(self) -> list[str]:
        """Give the words that the command line would be typed."""
        found = [f"ecosystem={self.ecosystem}"] if self.ecosystem != "western" else []
        if self.barriers:
            names = list(self.barriers)
            found.insert(0, f"+intervention={names[0] if len(names) == 1 else '[' + ','.join(names) + ']'}")
        found += [f"{key}={_typed(value)}" for key, value in self.run.items()]
        for name, values in self.barriers.items():
            found += [f"interventions.{name}.{key}={_typed(value)}" for key, value in values.items()]
        return [*found, KEPT] if self.command == "compare" else found

    def line(self) -> str:
        """Write the command that asks the same."""
        barriers = [part for folder in self.folders for part in ("--barriers", folder)]
        return shlex.join(["python", "-m", "sim", self.command, *barriers, *self.words()])

    def plan(self) -> Plan:
        """Compose and check everything, as the command line does; raise SettingsError."""
        return planned(self.command, self.words())


def _typed(value: Any) -> str:
    """Write a value as a user would: a plain word, date or path as it is, all else as Hydra's grammar needs it."""
    if isinstance(value, str) and PLAIN.fullmatch(value) and value.lower() not in (*SWITCHES, "null"):
        try:
            float(value)
        except ValueError:
            return value
    return word(value)


def planned(command: str, words: list[str]) -> Plan:
    """Plan what a command would run; raise SettingsError."""
    if command not in COMMANDS:
        raise SettingsError(f"the dashboard does not run {command}", key="command", value=command)
    if command == "run":
        return plan_of(compose(words), StudyOptions(analysis="run", daily="everything"))
    return plan(read_request(words, analysis=command))


def size(ready: Plan) -> str:
    """Say how many runs a plan has."""
    scenarios = several(len(ready.scenarios), "scenario")
    if ready.open:
        return f"{scenarios}; pairs of runs are added until the answer is known within 15 %, for a minute at most"
    count = ready.settings.replicates
    return f"{scenarios}, {several(count, 'replicate')} = {len(ready.cases) * count:,} pairs of runs"


@cache
def usual(ecosystem: str) -> Settings:
    """Give the settings of an ecosystem when nothing else is said."""
    return compose([f"ecosystem={ecosystem}"])


def usual_barrier(name: str, ecosystem: str) -> Any:
    """Give a barrier as it is when nothing else is said."""
    return compose([f"ecosystem={ecosystem}", f"+intervention={name}"]).interventions[name]


def choices() -> tuple[dict[str, str], list[str]]:
    """Give the barriers that can be chosen, by name with what they do, shocks last, and the ecosystems."""
    groups: Mapping[str, Any] = Library.of().groups
    from sim.model.interventions.registry import catalogue

    known = catalogue()
    told = {name: file.summary if isinstance(file, Made) else known[name].summary
            for name, file in groups[BARRIERS].items() if name in known or isinstance(file, Made)}  # fmt: skip
    shocks = {name for name in told if name in known and known[name].is_shock()}
    told = {name: f"{text[:1].upper()}{text[1:].rstrip('.')}." for name, text in told.items()}
    told |= {name: f"{told[name]} A shock: nobody's barrier." for name in shocks}
    order = sorted(told, key=lambda name: (name in shocks, name))
    return {name: told[name] for name in order}, list(groups["ecosystem"])
