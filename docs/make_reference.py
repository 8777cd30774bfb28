"""Make the pages of the reference from the registries of the code: `python docs/make_reference.py`.

They are made whenever the site is built, so they are of the code that they stand beside, and are not kept.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sim.commands import COMMANDS, available, explain
from sim.effects import OUTCOMES
from sim.effects.outcomes import STEADY_STATE
from sim.model.engine.parameters import parameters_of
from sim.model.interventions.base import Intervention
from sim.model.interventions.registry import catalogue
from sim.model.interventions.timeline import OBSERVABLE
from sim.settings.values import allowed, shown
from sim.studies.question.options import StudyOptions

MADE = "Made from the code when this site was built.\n"
HEADS = ("setting", "usual", "range", "source", "meaning")


def write(folder: Path) -> list[Path]:
    """Write every page into a folder and list them."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {
        "barriers": barriers(), "outcomes": outcomes(), "columns": page("Columns", explain.columns()),
        "facilitators": page("Facilitators", explain.TOPICS["facilitators"]()), "catalogue": catalogue_page(),
        "levers": levers(), "commands": commands(), "studies": studies(),
    }  # fmt: skip
    written = []
    for name, text in pages.items():
        file = folder / f"{name}.md"
        if not file.is_file() or file.read_text(encoding="utf-8") != text:  # Sphinx reads anew what was touched
            file.write_text(text, encoding="utf-8")
        written.append(file)
    return written


def page(title: str, *parts: str) -> str:
    return "\n".join([f"# {title}\n", MADE, *parts]) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    def line(cells: Sequence[Any]) -> str:
        return "| " + " | ".join(str(c).replace("|", "\\|").replace("\n", " ") for c in cells) + " |"

    return "\n".join([line(heads), "|" + " --- |" * len(heads), *(line(row) for row in rows), ""])


def barriers() -> str:
    """Each barrier with what the evidence leads one to expect, and the settings that its answer hangs on."""
    common = {p.name: shown(p.value) for p in parameters_of(Intervention)}
    parts = [
        "Every barrier has the settings of the last table as well. *Judgement* marks a figure that no source gives:",
        "an answer that hangs on it should be tried over its range. All of them in one table:",
        "[barriers and shocks](../interventions.md).\n",
    ]
    for name, kind in catalogue().items():
        facts = {
            "What it does": kind.summary, "Stage": kind.stage, "Kind": kind.kind,
            "Nature": "repressive" if kind.repressive else "preventive", "Partners": ", ".join(kind.partners),
            "Expected by the evidence": getattr(kind, "expected", ""), "Source": kind.source or "judgement",
        }  # fmt: skip
        own = [p for p in parameters_of(kind) if common.get(p.name) != shown(p.value)]
        parts += [f"## {name}\n", *(f"- {label}: {text}" for label, text in facts.items() if text), ""]
        parts += [table(HEADS, map(_row, own))]
    every = table(HEADS, map(_row, parameters_of(Intervention)))
    return page("Barriers one by one", *parts, "## Settings of every barrier\n", every)


def _row(parameter: Any) -> tuple[str, ...]:
    source = parameter.source or {"setting": "your choice", "judgement": "*judgement*"}.get(parameter.status, "")
    return f"`{parameter.name}`", shown(parameter.value), allowed(parameter) or "-", source, parameter.doc


def outcomes() -> str:
    """What is measured of each run, and of all of them together."""
    better = {1: "more", -1: "less", 0: "-"}
    rows = [(f"`{o.name}`", o.label, o.unit, better[o.better]) for o in OUTCOMES.values()]
    steady = [(f"`{fact.name}`", fact.label, fact.unit) for fact in STEADY_STATE]
    return page(
        "Outcomes",
        "What they mean together is told in [what comes out](../explanation/what-comes-out.md).\n",
        table(("outcome", "in words", "unit", "better"), rows),
        "## Without a barrier\n",
        table(("outcome", "in words", "unit"), steady),
    )


def catalogue_page() -> str:
    rooms = ("countries", "products", "substances", "channels", "ways")
    return page("Catalogue", *(f"## {room.capitalize()}\n\n{explain.TOPICS[room]()}\n" for room in rooms))


def levers() -> str:
    """What a barrier of one's own can move, order and watch."""
    return page(
        "Levers, acts and triggers",
        f"## Levers\n\n{explain.levers()}\n",
        f"## Acts\n\n{explain.acts()}\n",
        f"## What a trigger can watch\n\n{', '.join(f'`{name}`' for name in OBSERVABLE)}\n",
        f"## The day, phase by phase\n\n```text\n{explain.schedule()}\n```\n",
    )


def commands() -> str:
    return page("Commands", *(part for name in available() for part in _command(name)))


def _command(name: str) -> Iterator[str]:
    from sim.__main__ import main

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        main([name, "--help"])
    summary = COMMANDS[name][:1].upper() + COMMANDS[name][1:]
    yield f"## {name}\n\n{summary}.\n\n```text\n{said.getvalue().rstrip()}\n```\n"


def studies() -> str:
    """Options of a study, beside the settings of its runs."""
    return page("Options of studies", table(HEADS, map(_row, parameters_of(StudyOptions))))


if __name__ == "__main__":
    for made in write(Path(__file__).resolve().parent / "_generated"):
        print(made, file=sys.stderr)
