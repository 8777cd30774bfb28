"""Read single cells: dates, numbers, money, names. What could mean two things is refused, with what to write."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sim.observations import calendar
from sim.observations.problems import brief, near

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
MARKS = {"€": "EUR"}


@dataclass(frozen=True)
class Reading:
    """How a table's cells are read, from the mapping: ``values`` by column what a word means; ``date_format`` as
    strptime has it; ``currency``: EUR a unit of each."""

    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    date_format: str = ""
    currency: Mapping[str, float] = field(default_factory=dict)


Cell = Callable[[Any, str, Reading], Any]
"""A cell as it stands, its column and how it is read, to what is meant; raises ValueError with the reason."""


def text(cell: Any, column: str, reading: Reading) -> str:
    """Read a name; a formula is none."""
    _refuse_formula(cell)
    written = reading.values.get(column, {}).get(str(cell), str(cell))
    if len(written) > 200:
        raise ValueError(f"'{brief(written)}' is too long for a name")
    return written


def day(cell: Any, column: str, reading: Reading) -> date:
    """Read a date: year-month-day, or as the mapping says; cells of a spreadsheet that are dates are."""
    _refuse_formula(cell)
    if isinstance(cell, date):
        return calendar.parsed(cell)
    if reading.date_format:
        try:
            return datetime.strptime(str(cell), reading.date_format).date()
        except ValueError:
            raise ValueError(f"'{brief(cell)}' is not a date of the form {reading.date_format}") from None
    if not calendar.is_date(str(cell)):
        raise ValueError(f"'{brief(cell)}' is not a date; write year-month-day, or give date_format in data.yaml")
    return calendar.parsed(str(cell))


def number(cell: Any, column: str, reading: Reading) -> float:
    """Read a number of zero or more."""
    value = figure(cell, column, reading)
    if value < 0.0:
        raise ValueError(f"{brief(cell)} is out of range; allowed: 0 or more")
    return value


def figure(cell: Any, column: str, reading: Reading) -> float:
    """Read a number, with a point for decimals and no sign for thousands."""
    _refuse_formula(cell)
    if isinstance(cell, bool):
        raise ValueError(f"'{cell}' is not a number")
    if not isinstance(cell, (int, float)):
        written = str(cell)
        if _NUMBER.fullmatch(written) is None:
            comma = "; write a point for decimals and nothing for thousands" if "," in written else ""
            raise ValueError(f"'{brief(cell)}' is not a number{comma}")
        cell = written
    value = float(cell)
    if not math.isfinite(value):
        raise ValueError(f"{brief(cell)} is not a finite number")
    return value


def count(cell: Any, column: str, reading: Reading) -> int:
    """Read a whole number of zero or more."""
    value = number(cell, column, reading)
    if not value.is_integer():
        raise ValueError(f"{brief(cell)} is not a whole number")
    return int(value)


def money(cell: Any, column: str, reading: Reading) -> float:
    """Read an amount in EUR; of another currency only where the mapping says what one unit is worth."""
    _refuse_formula(cell)
    if isinstance(cell, str):
        found = re.fullmatch(r"([^\d\s.,+-]*)\s*([^\s]*\d[^\s]*?)\s*([^\d\s.,+-]*)", cell)
        named = (found[1] or found[3]) if found else ""
        if found and named and not (found[1] and found[3]):
            unit = MARKS.get(named, named)
            if unit != "EUR" and unit not in reading.currency:
                raise ValueError(f"'{brief(cell)}' is in {brief(unit)}; say in data.yaml what one is worth in EUR: "
                                 f"currency: {{{brief(unit)}: …}}")  # fmt: skip
            return number(found[2], column, reading) * reading.currency.get(unit, 1.0)
    return number(cell, column, reading)


def known(words: Callable[[], Mapping[str, str]], what: str) -> Cell:
    """Make the reader of a word that must be known: the model's own name, or one of the vocabulary."""

    def read(cell: Any, column: str, reading: Reading) -> str:
        _refuse_formula(cell)
        vocabulary, given = words(), reading.values.get(column, {})
        written = str(cell)
        if written in given:
            written = given[written]
        found = vocabulary.get(written.lower())
        if found is None:
            raise ValueError(f"'{brief(cell)}' is no {what}{near(written, set(vocabulary.values()))}; "
                             f"say in data.yaml what it means: values: {{{column}: {{…}}}}")  # fmt: skip
        return found

    return read


def known_part(words: Callable[[], Mapping[str, str]], what: str) -> Cell:
    """Make the reader of a path such as Drugs/Cannabis/Weed, whose parts must not name two different things."""
    whole = known(words, what)

    def read(cell: Any, column: str, reading: Reading) -> str:
        vocabulary, given = words(), reading.values.get(column, {})
        if str(cell) not in given:
            parts = [part.strip().lower() for part in re.split(r"[/>|]", str(cell))]
            found = {vocabulary[part] for part in parts if part in vocabulary}
            if len(found) > 1:
                raise ValueError(f"'{brief(cell)}' names {' and '.join(sorted(found))}")
            if found:
                return found.pop()
        return whole(cell, column, reading)

    return read


def _refuse_formula(cell: Any) -> None:
    if isinstance(cell, str) and cell.startswith(("=", "@")):
        raise ValueError(f"'{brief(cell)}' is a formula, which is not computed; give its value")
