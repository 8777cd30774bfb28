"""Write one row of docs/scope.md: what is in the model, the command, the figures that moved."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sim.views import words

SHARES = ("share", "points")
NOTHING = "not told from none"


def line(row: Mapping[str, str], figures: Sequence[Mapping[str, str] | None]) -> str:
    """Write a row of the table; ``figures``: what was measured of each that it names, None where nothing was."""
    names = [name.strip() for name in row["figure"].split(";") if name.strip()]
    told = [phrase(name, figure) for name, figure in zip(names, figures, strict=True)]
    if row["read"]:
        told.append(f"read: {row['read']}")
    what = row["what"] + (f"{'. ' if row['what'] else ''}*{_state(row['state'])}: {row['why']}.*" if row["why"] else "")
    command = f"`python -m sim {row['command']}`" if row["command"] else "none"
    against = f", against `{row['against']}`" if row["against"] not in ("", "run") else ""
    against = ", against the same without" if row["against"] == "run" else against
    return f"| {row['row']} | {what} | {command}{against} | {'; '.join(told) or 'none'} |".replace("||", "| |")


def _state(state: str) -> str:
    return state[:1].upper() + state[1:]


def phrase(name: str, figure: Mapping[str, str] | None) -> str:
    """Write a figure: from, to, difference and interval."""
    if figure is None:
        return f"`{name}` not measured"
    unit, note = figure["unit"], figure["note"]
    before, after, estimate, low, high = (
        float(figure[key] or "nan") for key in ("before", "after", "estimate", "low", "high")
    )
    if name.startswith("fact:"):
        what, _, observed = note.partition(";")
        return f"{what} {_level(after, unit)} ({_level(low, unit)} to {_level(high, unit)};{observed})"
    shown = f"`{name.replace('cell:', '')}`"
    if name.startswith("cell:"):
        said_by = f"{note}: " if note else ""
        return f"{shown} {said_by}{words.quantity(estimate, unit)} ({words.interval(low, high, unit)})"
    if math.isnan(before):
        spread = f" ({words.interval(low, high, unit)})" if not math.isnan(low) else ""
        verdict = f", {NOTHING}" if low <= 0.0 <= high and math.isnan(after) else ""
        if math.isnan(estimate):
            return f"{shown} {note or 'not told'}"
        return f"{shown} {words.quantity(estimate, unit)}{spread}{verdict}"
    return f"{shown} {_level(before, unit)} → {_level(after, unit)} {_change(name, before, estimate, low, high, unit)}"


def _change(name: str, before: float, estimate: float, low: float, high: float, unit: str) -> str:
    """Write a difference in brackets: points of a share, per cent of a count."""
    if ":" not in name and " per " not in name and "/" not in name:  # an outcome of both commands
        return f"({words.interval(low, high, unit)})"
    verdict = f"; {NOTHING}" if low <= 0.0 <= high else ""
    if unit in SHARES:
        return f"({_points(estimate)}, {_points(low)} to {_points(high)} points{verdict})"
    if before > 0.0:
        shares = [words.percent(value / before, sign=True) for value in (estimate, low, high)]
        return f"({shares[0]}, {shares[1]} to {shares[2]}{verdict})".replace(" % to ", " to ")
    return f"({_level(low, unit)} to {_level(high, unit)}{verdict})"


def _points(share: float) -> str:
    return words.percent(share, sign=True).removesuffix(" %")


def _level(value: float, unit: str) -> str:
    if unit in SHARES:
        return words.percent(value)
    return words.euros(value) if unit == "EUR" else words.number(value)
