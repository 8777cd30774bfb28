"""Fields of a form, made from the records of parameters: what may be entered is what the command line allows."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sim.model.engine.parameters import Parameter
from sim.model.interventions.base import Intervention
from sim.settings import Settings, SettingsError
from sim.settings.values import allowed, convert, parameter_of, shown, types_of

Kind = Literal["whole", "number", "switch", "choice", "several", "text", "texts"]
RUN = ("buyers", "days", "replicates", "seed", "data")
"""Settings of a run that stand in the form; all others are left as they are, or typed on the command line."""
ENDLESS = 1e12
"""An upper bound above this is none to a reader."""
TIMELINE = ("start", "duration")
"""Settings of a barrier that its line of time sets."""


@dataclass(frozen=True)
class Field:
    """One entry: ``key`` as it is typed, the record behind it, its type, and whether it may be left empty."""

    key: str
    kind: Kind
    optional: bool
    parameter: Parameter
    type_: Any

    @property
    def name(self) -> str:
        return self.key.rpartition(".")[2]

    @property
    def label(self) -> str:
        """The name in words, with its unit."""
        name, unit = self.name.replace("_", " "), self.parameter.unit
        return name if not unit or unit in name else f"{name} ({unit})"

    @property
    def help(self) -> str:
        """Meaning, default, range and source in one line."""
        p = self.parameter
        of = {"setting": "", "judgement": "our judgement"}.get(p.status, f"{p.status}: {p.source}")
        free = "" if p.value is None or p.value == [] else f"usually {shown(p.value)}"
        limits = "" if self.kind in ("choice", "several", "switch") or (p.high or 0) > ENDLESS else allowed(p)
        return "; ".join(part for part in (p.doc, free, limits, of) if part)

    @property
    def choices(self) -> list[str]:
        return list(self.parameter.choices or ())

    def read(self, value: Any) -> Any:
        """Turn what a form holds into the setting's value; raise SettingsError as the command line would."""
        if self.optional and value in (None, ""):
            return None
        if self.kind == "texts" and isinstance(value, str):
            value = [part.strip() for part in value.split(",") if part.strip()]
        if self.kind == "whole" and isinstance(value, float) and value.is_integer():
            value = int(value)
        return convert(value, self.type_, self.parameter)

    def problem(self, value: Any) -> str:
        """Say what is wrong with a value, or give ""."""
        try:
            self.read(value)
        except SettingsError as error:
            return str(error).removeprefix(f"{self.key}=")
        return ""


def fields_of(owner: Any, prefix: str = "") -> Iterator[Field]:
    """Yield a field for each parameter of a dataclass instance, nested ones left out."""
    kinds = types_of(type(owner))  # type: ignore[arg-type]
    for field in dataclasses.fields(owner):
        value = getattr(owner, field.name)
        if "parameter" not in field.metadata or dataclasses.is_dataclass(value):
            continue
        parameter = parameter_of(field, f"{prefix}{field.name}", value)
        inner, optional = _plain(kinds[field.name])
        kind = _kind(inner, parameter)
        if kind is not None:
            yield Field(parameter.name, kind, optional, parameter, kinds[field.name])


def barrier_fields(name: str, barrier: Intervention) -> list[Field]:
    """List the fields of a barrier without those of its time line, those of its own class before the common ones."""
    common = {field.name for field in dataclasses.fields(Intervention)}
    found = [f for f in fields_of(barrier, f"interventions.{name}.") if f.name not in TIMELINE]
    return sorted(found, key=lambda field: field.name in common)


def run_fields(settings: Settings) -> list[Field]:
    """List the fields of the run."""
    return [field for field in fields_of(settings) if field.key in RUN]


def _plain(kind: Any) -> tuple[Any, bool]:
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        inner = next(t for t in typing.get_args(kind) if t is not type(None))
        return inner, True
    return kind, False


def _kind(kind: Any, parameter: Parameter) -> Kind | None:
    if typing.get_origin(kind) in (list, tuple):
        return "several" if parameter.choices else "texts" if typing.get_args(kind)[0] is str else None
    if kind is str:
        return "choice" if parameter.choices else "text"
    plain: dict[Any, Kind] = {bool: "switch", int: "whole", float: "number"}
    return plain.get(kind)
