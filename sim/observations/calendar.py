"""Days of a run as dates of a calendar: day 0 has a date, and every other follows from it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

_FORM = re.compile(r"\d{4}-\d{2}-\d{2}")


def is_date(value: Any) -> bool:
    """Tell whether a value is written as a date, year-month-day, whether or not there is such a day."""
    return isinstance(value, date) or (isinstance(value, str) and _FORM.fullmatch(value) is not None)


def parsed(value: Any) -> date:
    """Read a date written year-month-day; raise ValueError where there is no such day."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)  # a moment is its day
    if not is_date(value):
        raise ValueError(f"{value} is not a date; write year-month-day, such as 2017-07-05")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} is no day of the calendar") from None


def day_of(value: Any, day_zero: Any) -> int:
    """Count the days from day 0 to a date; negative before it."""
    return (parsed(value) - parsed(day_zero)).days


def date_of(day: int, day_zero: Any) -> date | None:
    """Give the date of a day of the run; None where the calendar has no such day."""
    try:
        return parsed(day_zero) + timedelta(days=int(day))
    except OverflowError:
        return None
