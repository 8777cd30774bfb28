"""The end of a report: settings, what made it, and the command that repeats it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from sim.views.page import Html, element, section, table


def plain(result: Any) -> dict[str, Any]:
    """Return the settings of a run as plain nested values."""
    given = result.settings
    if hasattr(given, "to_dict"):
        return dict(given.to_dict())
    return dict(given) if isinstance(given, Mapping) else dict(vars(given))


def provenance(subject: Any, results: Mapping[str, Any]) -> list[Html]:
    blocks: list[object] = []
    for name, result in results.items():
        barriers = plain(result).get("interventions") or {}
        rows = [(key, value) for barrier, entry in barriers.items() for key, value in flat(entry, str(barrier))]
        if rows:
            blocks.append(table(["setting", name.replace("_", " ")], rows))
    settings = {k: v for k, v in plain(next(iter(results.values()))).items() if k not in ("interventions", "overrides")}
    given = table(["setting", "value"], flat(settings))
    blocks.append(element("details", element("summary", "All other settings"), given))
    made = getattr(subject, "provenance", None)
    if isinstance(made, Mapping) and made:
        blocks.append(element("details", element("summary", "What made this"), table(["", ""], flat(made))))
    command = getattr(subject, "command", None) or (made.get("command") if isinstance(made, Mapping) else None)
    sections = [section("Settings and provenance", *blocks)]
    if command:
        sections.append(section("Repeat it", element("pre", command)))
    return sections


def flat(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Turn nested settings into rows of dotted name and value."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = dataclasses.asdict(value)
    if isinstance(value, Mapping) and value:
        return [row for key, entry in value.items() for row in flat(entry, f"{name}.{key}" if name else str(key))]
    if isinstance(value, (list, tuple)):
        value = ", ".join(map(str, value))
    return [(name, "" if value is None else str(value))]
