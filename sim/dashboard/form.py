"""What the form holds while it is filled in: values that are right go to the question, wrong ones are told."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from sim.dashboard.cost import cost_of
from sim.dashboard.desk import Desk
from sim.dashboard.fields import Field
from sim.dashboard.question import Question, size, usual, usual_barrier
from sim.dashboard.stored import expected_seconds
from sim.effects.size import ENOUGH, is_thin
from sim.settings import Settings, SettingsError
from sim.studies.question.plan import Plan


@dataclass(frozen=True)
class Before:
    """What is known before a study starts: lines about it, or the one line that says what is wrong."""

    lines: tuple[str, ...] = ()
    error: str = ""


@dataclass(eq=False)
class Form:
    """``wrong``: by key, what is wrong with what was typed."""

    question: Question
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """Settings of the ecosystem before the form changes them."""
        return usual(self.question.ecosystem)

    @property
    def days(self) -> int:
        return int(self.question.run.get("days", self.settings.days))

    @property
    def origin(self) -> datetime.date | None:
        """The date of day 0, where one is given."""
        given = self.question.run.get("day_zero")
        return datetime.date.fromisoformat(given) if given else None

    def date(self, day_zero: datetime.date | None) -> None:
        """Give day 0 a date, or none."""
        self.question.run.pop("day_zero", None)
        if day_zero is not None:
            self.question.run["day_zero"] = day_zero.isoformat()

    def choose(self, name: str, chosen: bool) -> None:
        """Take a barrier into the question, or out of it."""
        if chosen:
            self.question.barriers.setdefault(name, {})
        else:
            self.question.barriers.pop(name, None)
            for key in [key for key in self.wrong if key.startswith(f"interventions.{name}.")]:
                del self.wrong[key]

    def change_world(self, ecosystem: str) -> None:
        """Take another ecosystem, which brings its own size and horizon."""
        self.question.ecosystem = ecosystem
        self.question.run.clear()
        self.wrong = {key: text for key, text in self.wrong.items() if key.startswith("interventions.")}

    def set(self, place: dict[str, Any], entry: Field, value: Any) -> None:
        """Note what was typed: kept where it differs from what is usual."""
        try:
            read = entry.read(value)
        except SettingsError as error:
            self.wrong[entry.key] = str(error)
            return
        self.wrong.pop(entry.key, None)
        if read == entry.parameter.value:
            place.pop(entry.name, None)
        else:
            place[entry.name] = read

    def time(self, name: str, start: int, duration: int | None) -> None:
        """Note when a barrier begins and how long it lasts."""
        own, plain = self.question.barriers[name], usual_barrier(name, self.question.ecosystem)
        for key, value in (("start", start), ("duration", duration)):
            if value == getattr(plain, key):
                own.pop(key, None)
            else:
                own[key] = value

    def before(self, desk: Desk) -> Before:
        """Check everything as the command line does, and tell what it would be."""
        if self.wrong:
            return Before(error=next(iter(self.wrong.values())))
        if not self.question.barriers and "data" not in self.question.run:
            return Before(error="choose at least one barrier")
        if self.question.command == "compare" and len(self.question.barriers) < 2:
            return Before(error="to compare, choose at least two barriers")
        try:
            ready = self.question.plan()
        except SettingsError as error:
            return Before(error=str(error))
        return Before(tuple(expectations(ready, desk)))


def expectations(ready: Plan, desk: Desk) -> list[str]:
    """Say what a plan costs, how many runs it has, and how long they may take here."""
    barriers = {name: b for case in ready.cases for name, b in case.settings.interventions.items()}
    lines = [
        f"Cost of {name.replace('_', ' ')}: {cost_of(b, ready.settings.days).describe()}."
        for name, b in barriers.items()
    ]
    lines.append(f"Runs: {size(ready)}.")
    runs = len(ready.cases) * ready.settings.replicates
    seconds = expected_seconds(ready.settings.buyers * ready.settings.days, runs, desk.studies())
    if ready.open:
        lines.append("Time: about a minute of runs, then tables and pictures.")
    elif seconds is None:
        lines.append("Time: nothing is stored here to go by; the first run compiles the model for up to a minute.")
    else:
        lines.append(f"Time: about {spoken(seconds)}, by what earlier studies took here.")
    if is_thin(ready.settings.buyers):
        lines.append(f"A thin world: below {ENOUGH:,} buyers effects come out too large; good for a first look only.")
    return lines


def spoken(seconds: float) -> str:
    """Write a duration to be read at a glance."""
    if seconds < 90:
        return f"{max(seconds, 1):.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
