"""Entries of a form: one for each kind of field, checked as the command line checks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from sim.dashboard.fields import Field

Changed = Callable[[Field, Any], None]


def entry(field: Field, value: Any, changed: Changed) -> Any:
    """Make the entry of a field with its help; ``changed`` hears values as they are typed, wrong ones as well."""
    with ui.element("div"):
        made = _made(field, value, lambda event: changed(field, event.value))
        made.props(f'hide-bottom-space data-key="{field.key}"')
        ui.label(field.help).classes("help")
    return made


def _made(field: Field, value: Any, hear: Callable[[Any], None]) -> Any:
    def wrong(typed: Any) -> str | None:
        return field.problem(typed) or None

    if field.kind == "switch":
        return ui.switch(field.label, value=bool(value), on_change=hear)
    if field.kind == "choice":
        return ui.select(field.choices, label=field.label, value=value, on_change=hear)
    if field.kind == "several":
        made = ui.select(field.choices, label=field.label, value=list(value or []), multiple=True, on_change=hear)
        return made.props("use-chips")
    if field.kind in ("whole", "number"):
        step = 1 if field.kind == "whole" else "any"
        return ui.number(field.label, value=value, validation=wrong, on_change=hear).props(f"step={step} debounce=300")
    text = ", ".join(value) if field.kind == "texts" else value or ""
    return ui.input(field.label, value=text, validation=wrong, on_change=hear).props("debounce=300")
