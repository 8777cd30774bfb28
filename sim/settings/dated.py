"""Dates among settings: days of a run that are written as dates become numbers, counted from day 0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.observations import calendar
from sim.settings.errors import Contradiction, OutOfRange, WrongType
from sim.settings.values import Origin

DATED = "start"
"""The setting that may be a date, of the run and of each barrier."""
ZERO = "day_zero"


def is_dated(key: str, value: Any) -> bool:
    """Tell whether a value is a date where a date may stand."""
    return key.rpartition(".")[2] == DATED and calendar.is_date(value)


def numbered(plain: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    """Give settings with every date as the number of its day; raise SettingsError where there is no such day."""
    result = dict(plain)
    zero = _zero(result, origin)
    if is_dated(DATED, result.get(DATED)):
        result[DATED] = day_number(DATED, result[DATED], zero, origin)
    barriers = result.get("interventions")
    if isinstance(barriers, Mapping):
        result["interventions"] = {
            name: {**entry, DATED: day_number(f"interventions.{name}.{DATED}", entry[DATED], zero, origin)}
            if isinstance(entry, Mapping) and is_dated(DATED, entry.get(DATED))
            else entry
            for name, entry in barriers.items()
        }
    return result


def _zero(plain: dict[str, Any], origin: Origin) -> str | None:
    zero = plain.get(ZERO)
    if zero is None:
        return None
    try:
        plain[ZERO] = calendar.parsed(zero).isoformat()
    except ValueError as error:
        raise WrongType(f"{ZERO}={zero}: {error}", key=ZERO, value=zero, origin=origin(ZERO)) from None
    return str(plain[ZERO])


def day_number(key: str, value: Any, zero: str | None, origin: Origin) -> int:
    """Count the days from day 0 to a date; raise SettingsError where it cannot be a day of the run."""
    try:
        date = calendar.parsed(value)
    except ValueError as error:
        raise WrongType(f"{key}={value}: {error}", key=key, value=str(value), origin=origin(key)) from None
    if zero is None:
        raise Contradiction(f"{key}={date} is a date, and day 0 has none", key=key, value=str(value),
                            hint=f"add {ZERO}=<date of day 0>", origin=origin(key))  # fmt: skip
    day = calendar.day_of(date, zero)
    if day < 0:
        raise OutOfRange(f"{key}={date} is before day 0 of the run", key=key, value=str(value),
                         allowed=f"{zero} or later", origin=origin(key))  # fmt: skip
    return day
