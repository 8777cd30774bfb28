"""The end of a report: settings, what made it, and the command that repeats it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from sim.views import words
from sim.views.page import Html, element, section, table

Rows = dict[str, str]
"""Settings of a barrier: dotted name to what is written."""


def plain(result: Any) -> dict[str, Any]:
    """Return the settings of a run as plain nested values."""
    given = result.settings
    if hasattr(given, "to_dict"):
        return dict(given.to_dict())
    return dict(given) if isinstance(given, Mapping) else dict(vars(given))


def provenance(subject: Any, results: Mapping[str, Any]) -> list[Html]:
    """Show the settings of the barriers, once each, all others folded away, and the command."""
    blocks: list[object] = list(barriers(results))
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


def barriers(results: Mapping[str, Any]) -> list[Html]:
    """Show each barrier's settings that are set: what all its scenarios share, then what differs between them.

    A study of combinations has the same barrier many times over, and most of its settings are the same each time.
    """
    by_barrier: dict[str, dict[str, Rows]] = {}
    for scenario, result in results.items():
        for name, entry in (plain(result).get("interventions") or {}).items():
            rows = {key: value for key, value in flat(entry, str(name)) if value}
            by_barrier.setdefault(str(name), {})[scenario] = rows
    if not by_barrier:
        return []
    shared, differing = [], []
    for name, own in by_barrier.items():
        keys = list(dict.fromkeys(key for rows in own.values() for key in rows))
        same = [key for key in keys if len({rows.get(key, "") for rows in own.values()}) == 1]
        shared.append((name, list(own), [(key, next(iter(own.values()))[key]) for key in same]))
        different = [key for key in keys if key not in same]
        if different:
            differing.append((list(own), [(key, *(rows.get(key, "-") for rows in own.values())) for key in different]))
    blocks = [_shared(name, scenarios, same, len(results)) for name, scenarios, same in shared if same]
    for scenarios, unlike in differing:
        blocks.append(table(["differs between scenarios", *map(words.spoken, scenarios)], unlike))
    left_out = "Settings without a value, such as the duration of what has no end, are left out."
    if len(results) > 1:
        left_out += " What a barrier has in common wherever it takes part is told once."
    return [element("p", left_out, class_="note before"), element("div", *blocks, class_="settings")]


def _shared(name: str, scenarios: Sequence[str], rows: Sequence[tuple[str, str]], count: int) -> Html:
    """Table of what is the same wherever a barrier takes part, headed by where that is unless the names say it."""
    head = words.spoken(name)
    if not all(name in scenario.split("+") for scenario in scenarios):
        where = "every scenario" if len(scenarios) == count else words.listing([words.spoken(s) for s in scenarios])
        head = f"{head}, in {where}" if count > 1 else head
    return table([head, ""], [(key.removeprefix(f"{name}."), value) for key, value in rows])


def flat(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Turn nested settings into rows of dotted name and value."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = dataclasses.asdict(value)
    if isinstance(value, Mapping) and value:
        return [row for key, entry in value.items() for row in flat(entry, f"{name}.{key}" if name else str(key))]
    if isinstance(value, (list, tuple)):
        value = ", ".join(map(str, value))
    if isinstance(value, float):
        value = f"{value:.15g}"  # 2000000 rather than 2000000.0, and as it can be typed
    return [(name, "" if value is None else str(value))]
