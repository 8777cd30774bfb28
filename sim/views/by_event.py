"""What each of several events did, as a table for people: one row an event, in the order of their days."""

from __future__ import annotations

import pandas as pd

from sim.views import words

COLUMNS = (
    ("effect_28", "first 28 days"),
    ("peak", "at the worst"),
    ("recovery_10", "back within 10 % after"),
    ("averted_first_year", "orders averted, first year"),
)
"""Outcomes that are shown, each with its interval."""
TITLE = "What each event did, from its own day"
NOTE = "Each against the same worlds without it and without all later ones; those before it happened in both."
TOGETHER = "All figures above are of all events together, counted from the first."


def by_event(table: pd.DataFrame) -> pd.DataFrame:
    """Lay the table out for reading: event, date or day, and of each outcome the estimate with its interval."""
    rows = []
    for name, own in table.groupby("event", sort=False):
        keyed = own.set_index("outcome")
        first = own.iloc[0]
        date = str(first["date"]) if isinstance(first["date"], str) and first["date"] else f"day {first['day']}"
        told = {label: _cell(keyed.loc[outcome]) if outcome in keyed.index else "-" for outcome, label in COLUMNS}
        rows.append({"event": _called(str(name)), "on": date, **told})
    return pd.DataFrame(rows)


def _called(name: str) -> str:
    """Name an event by what it is: its date stands beside it."""
    stem, *rest = name.rsplit("_", 3)
    return words.spoken(stem if len(rest) == 3 and all(part.isdigit() for part in rest) else name)


def _cell(row: pd.Series) -> str:
    if pd.isna(row["estimate"]):
        return "not told from chance" if "chance" in str(row["note"]) else "-"
    unit = row["unit"] if row["unit"] in ("share", "days", "EUR") else ""
    interval = words.interval(row["low"], row["high"], unit)
    return words.quantity(row["estimate"], unit) + (f" ({interval})" if interval not in ("", "-") else "")


def text(table: pd.DataFrame) -> str:
    """Write the table as plain text, with its heading."""
    frame = by_event(table)
    rows = [list(frame.columns), *frame.to_numpy(object).tolist()]
    widths = [max(len(str(row[place])) for row in rows) for place in range(len(frame.columns))]
    lines = ["  " + "  ".join(str(c).ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(
        [f"{TITLE}:", lines[0], "  " + "-" * (sum(widths) + 2 * len(widths) - 2), *lines[1:], NOTE, TOGETHER]
    )
