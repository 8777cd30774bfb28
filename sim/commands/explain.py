"""``explain``: what the model consists of, read from the code that runs."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import Any

from sim.commands.parser import Parser
from sim.model.catalogue.row import figures as catalogue_figures
from sim.model.engine.parameters import Parameter, parameters_of
from sim.model.interventions.base import Intervention
from sim.model.interventions.registry import catalogue
from sim.settings.errors import TYPED, UnknownName, listed, nearest
from sim.settings.values import allowed, shown


def main(words: Sequence[str]) -> int:
    """Print the topics asked for."""
    parser = Parser("explain")
    parser.add_argument("topics", nargs="*")
    options = parser.read(words)
    if options.help or not options.topics:
        print(
            f"usage: python -m sim explain {'|'.join(TOPICS)}\n       python -m sim explain BARRIER, such as takedown"
        )
        return 0 if options.help else 2
    for topic in options.topics:
        known = [*TOPICS, *catalogue()]
        if topic not in known:
            raise UnknownName(f"unknown topic '{topic}'", key=topic, near=nearest(topic, known),
                              allowed=listed(known, 30), origin=TYPED)  # fmt: skip
        print(TOPICS[topic]() if topic in TOPICS else barrier(topic))
    return 0


def schedule() -> str:
    """List the phases of a day with why each stands where it does."""
    from sim.model.ecosystem import SCHEDULE

    width = max(len(phase.name) for phase in SCHEDULE)
    return "\n".join(f"{n:2}. {phase.name:{width}}  {phase.why}" for n, phase in enumerate(SCHEDULE, 1))


def levers() -> str:
    """List what policy can move."""
    from sim.model.market.levers import CATALOGUE

    rows = [(v.name, v.doc, v.unit, " x ".join(v.shape) or "one number", v.combine) for v in CATALOGUE]
    return "\n".join(_table(("lever", "meaning", "unit", "per", "barriers"), rows))


def interventions() -> str:
    """List barriers and shocks with their place in the barrier model."""
    rows = []
    for name, kind in catalogue().items():
        rows.append((name, kind.summary, ", ".join(kind.stages()), kind.kind, kind.nature(), ", ".join(kind.partners),
                     ", ".join(kind.facilitators), kind.source, kind.expected or "not said"))  # fmt: skip
    heads = ("intervention", "what it does", "stage", "kind", "nature", "partners", "facilitators", "source")
    return "\n".join(_table((*heads, "expected"), rows))


def barrier(name: str) -> str:
    """Tell of one barrier or shock what it does, where it stands, and every setting it has."""
    kind = catalogue()[name]
    stages = kind.stages()
    facts = [("what it does", kind.summary), ("stage" if len(stages) == 1 else "stages", ", ".join(stages)),
             ("kind", ", ".join(dict.fromkeys((kind.kind, kind.nature())))), ("partners", ", ".join(kind.partners)),
             ("facilitators", ", ".join(kind.facilitators)), ("source", kind.source),
             ("expected", kind.expected)]  # fmt: skip
    heads = ("setting", "value", "unit", "range", "source", "status", "meaning")
    rows = ((p.name, shown(p.value), p.unit, _range(p), p.source, p.status, p.doc) for p in parameters_of(kind))
    width = max(len(fact) for fact, _ in facts)
    lines = [f"{fact:{width}}  {text}" for fact, text in facts if text]
    return "\n".join([f"{name}: {_doc(kind)}", "", *lines, "", f"Typed as interventions.{name}.…=", "",
                      *_table(heads, rows)])  # fmt: skip


def columns() -> str:
    """List what is recorded each day: by day, by group, by marketplace."""
    from sim.model.columns import TABLE, WATCHED_ONLY
    from sim.model.market.counters import BLOCKS
    from sim.studies.pages.headings import GROUPED

    rows: list[tuple[str, ...]] = [(c.name, c.kind, c.unit, c.watched, c.meaning) for c in TABLE]
    rows += [("(in no table)", c.kind, c.unit, c.watched, c.meaning) for c in WATCHED_ONLY]
    daily = "\n".join(_table(("column", "kind", "unit", "a trigger calls it", "meaning"), rows))
    groups = [(block.kind, block.figures) for block in BLOCKS] + [("marketplace", GROUPED)]
    cells = [(kind, c.name, c.kind, c.unit, c.meaning) for kind, figures in groups for c in figures]
    return f"{daily}\n\n" + "\n".join(_table(("group", "column", "kind", "unit", "meaning"), cells))


def acts() -> str:
    """List what barriers can order."""
    from sim.model.acts.act import acts as found

    rows = [(name, a.strikes or "nobody in particular", a.phrase, a.event) for name, a in found().items()]
    return "\n".join(_table(("act", "strikes", "what it does", "in the journal"), rows))


def members(room: str) -> str:
    """List one room of the catalogue: a row a member, with its figures."""
    module = import_module(f"sim.model.catalogue.{room}")
    rows = module.ROWS
    facts = [f.name for f in dataclasses.fields(rows[0]) if f.name != "sources"]
    lines = list(_table(facts, ([_fact(getattr(row, name)) for name in facts] for row in rows)))
    figures: dict[str, Parameter] = {}
    for p in catalogue_figures(rows):
        figures.setdefault(p.name.partition(".")[2], p)
    if figures:
        heads = ("figure", "unit", "range", "source", "status", "meaning")
        lines += [
            "",
            *_table(heads, ((name, p.unit, _range(p), p.source, p.status, p.doc) for name, p in figures.items())),
        ]
    return "\n".join(lines)


def _fact(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else shown(value)


def parameters() -> str:
    """Give the parameter table of the documentation, as Markdown."""
    from sim.settings import Settings

    lines = [
        "# Parameters",
        "",
        "Generated by `python -m sim explain parameters` from the records in the code; do not edit.",
        "",
        "Status: *measured* (a source states it), *derived* (computed from a source), *judgement* (ours), *setting* (a",
        "choice of the user). The range is what a user may enter and a sweep may visit.",
    ]
    tree = Settings().ecosystem
    sections: list[tuple[str, str, list[Parameter]]] = [
        ("Run", "One run; typed as they stand.", [p for p in parameters_of(Settings) if "." not in p.name]),
    ]
    for group, part in vars(tree).items():
        if hasattr(part, "__dataclass_fields__"):
            title = f"Ecosystem: {group}"
            sections.append((title, _doc(type(part)), list(parameters_of(part, f"ecosystem.{group}."))))
    common = list(parameters_of(Intervention))
    shared = {(p.name, shown(p.value), p.doc) for p in common}
    sections.append(("Every intervention", "Typed as `interventions.<name>.…`.", common))
    for name, kind in catalogue().items():
        own = [p for p in parameters_of(kind) if (p.name, shown(p.value), p.doc) not in shared]
        sections.append((f"Intervention: {name}", _doc(kind), own))
    heads = ("name", "value", "unit", "range", "source", "status", "meaning")
    for title, text, records in sections:
        lines += ["", f"## {title}", "", text, ""]
        lines += _table(heads, ((f"`{p.name}`", shown(p.value), p.unit, _range(p), p.source, p.status, p.doc)
                                for p in records))  # fmt: skip
    return "\n".join(lines)


def glossary() -> str:
    """List the terms of the field and of this program."""
    from sim.views.glossary import glossary as terms

    return "\n".join(_table(("term", "meaning"), terms()))


def barrier_model() -> str:
    """List the barrier model: what stands at each stage, whatever is done about it."""
    from sim.effects.barrier_model import entries

    rows = [(entry.stage, entry.block, entry.name, entry.category, entry.meaning) for entry in entries({})]
    return "\n".join(_table(("stage", "block", "name", "kind", "meaning"), rows))


def unknowns() -> str:
    """List what is not known, with the parameters that stand for it."""
    from sim.validation.unknowns import register

    return "\n".join(_table(("gap", "what is not known", "parameters", "what would tell", "source"), register()))


def _range(parameter: Parameter) -> str:
    return allowed(parameter).removesuffix(f" {parameter.unit}") if parameter.unit else allowed(parameter)


def _doc(owner: type) -> str:
    return " ".join((inspect.getdoc(owner) or "").split("\n\n")[0].split())


def _table(heads: Sequence[str], rows: Any) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |"


TOPICS: dict[str, Callable[[], str]] = {
    "schedule": schedule,
    "parameters": parameters,
    "levers": levers,
    "interventions": interventions,
    "acts": acts,
    "columns": columns,
    "barrier_model": barrier_model,
    "glossary": glossary,
    "unknowns": unknowns,
    **{
        room: partial(members, room)
        for room in ("countries", "products", "substances", "channels", "facilitators", "makes", "ways")
    },
}
