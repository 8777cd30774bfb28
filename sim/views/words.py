"""Numbers and barriers in words, the same in the printed summary, the figures and the report."""

from __future__ import annotations

import dataclasses
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sim.model.interventions.registry import catalogue
from sim.observations.calendar import date_of

Row = Mapping[str, Any]

NOTHING = 1e-9
"""What is smaller is what sums of floating-point numbers leave of a zero."""


def number(value: float) -> str:
    """Write a count with as many digits as it deserves: 12,346; 86; 3.1; 0.042."""
    if math.isnan(value):
        return "-"
    if math.isinf(value):
        return "more" if value > 0 else "less"
    size = abs(value)
    if size < NOTHING:
        return "0"
    if size >= 10 or value == round(value):
        return f"{round(value):,}"
    return f"{value:.1f}" if size >= 1 else f"{value:.2g}"


def count(value: float) -> str:
    """Write an estimated count, of which three digits are known at best: 117,000; 2,346; 3.1."""
    if not math.isfinite(value) or abs(value) < 10_000:
        return number(value)
    return number(round(value, 2 - math.floor(math.log10(abs(value)))))


def euros(value: float) -> str:
    """Write an amount of money: EUR 2.3 million, EUR 410,000, EUR 86."""
    if math.isnan(value):
        return "-"
    size = abs(value)
    sign = "-" if value < 0 else ""
    if size >= 999_500_000:
        return f"EUR {sign}{size / 1e9:.2f} billion"
    if size >= 999_500:
        return f"EUR {sign}{size / 1e6:.2f} million"
    rounded = round(size, -3) if size >= 10_000 else round(size, -1) if size >= 1_000 else round(size)
    return f"EUR {sign if rounded else ''}{rounded:,.0f}"


def percent(share: float, sign: bool = False) -> str:
    """Write a share as per cent: 38 %, 4.2 %."""
    if math.isnan(share):
        return "-"
    value = share * 100.0 + 0.0  # no minus before a zero
    digits = 1 if 0.05 <= abs(value) < 9.95 else 0
    text = f"{value:{'+' if sign else ''},.{digits}f} %"
    return text.replace("-0 %", "0 %") if digits == 0 else text


def days(value: float, longest: float = math.inf) -> str:
    """Write a duration; one beyond the run is "over" the longest that could be seen."""
    if math.isnan(value):
        return "-"
    if math.isinf(value):
        return f"over {longest:,.0f} days" if math.isfinite(longest) else "beyond the run"
    return "1 day" if round(value) == 1 else f"{round(value):,} days"


def setting(value: Any) -> str:
    """Write the value of a setting: four digits of a fraction, whole numbers in full, names as they are."""
    if not isinstance(value, float):
        return str(value)
    return f"{value:.0f}" if abs(value) >= 1_000 else f"{value:.4g}"


def quantity(value: float, unit: str, longest: float = math.inf) -> str:
    """Write a value with its unit."""
    if unit == "":
        return count(value)
    if unit == "share":
        return percent(value)
    if unit == "points":
        return percent(value, sign=True).replace(" %", " points") if not math.isnan(value) else "-"
    if unit == "EUR":
        return euros(value)
    if unit == "days":
        return days(value, longest)
    return "-" if math.isnan(value) else f"{count(value)} {unit}"


def interval(low: float, high: float, unit: str, longest: float = math.inf) -> str:
    """Write the bounds of an interval with the unit said once: 31 to 45 %, EUR 1.20 to 1.45 million."""
    if math.isnan(low) or math.isnan(high):
        return "-"
    whole, second = quantity(low, unit, longest), quantity(high, unit, longest)
    first = whole
    if first == second and math.isinf(low):
        return first
    for ending in (" %", " points", " days", f" {unit}", " million", " billion"):
        if first.endswith(ending) and second.endswith(ending):
            first = first.removesuffix(ending)
            break
    scales = {next((word for word in ("million", "billion") if text.endswith(word)), "") for text in (whole, second)}
    if first.startswith("EUR ") and second.startswith("EUR ") and (len(scales) == 1 or low == 0.0):
        second = second.removeprefix("EUR ")  # EUR 22 to EUR 3 million, or it would be read as 22 million
    return f"{first} to {second}"


def listing(items: Sequence[str]) -> str:
    """Join with commas and a final "and"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def spoken(name: str) -> str:
    """Write the name of a scenario for reading: postal_inspection+takedown as postal inspection + takedown.

    An event of one's own data has its date in its name: takedown_2017_07_05 is the takedown of 2017-07-05.
    """
    dated = re.sub(r"_(\d{4})_(\d\d)_(\d\d)(?=_|\+|$)", r" of \1-\2-\3", name)
    return " + ".join(part.strip() for part in dated.replace("_", " ").split("+"))


def called(name: str) -> str:
    """Name a scenario within a sentence: in quotes, unless it is made of the names of barriers."""
    alone = all(part.strip() in catalogue() for part in name.split("+"))
    return spoken(name) if alone else f"'{spoken(name)}'"


def kind_of(name: str, barrier: Row) -> str:
    """Name of the barrier itself, which the user may have given another name in this run."""
    return str(barrier.get("barrier") or name)


def subject(interventions: Mapping[str, Row]) -> str:
    """Say who acts, as the subject of a sentence: "Seizing the largest marketplace", "Inspecting more of the post"."""
    if not interventions:
        return "No barrier"
    often = Counter(phrase(name, barrier) for name, barrier in interventions.items())
    times = {1: "", 2: " (twice)"}
    phrases = [text + times.get(many, f" ({many} times)") for text, many in often.items()]
    rest = [text[:1].lower() + text[1:] for text in phrases[1:]]
    return upper_first(listing([phrases[0], *rest]))


def phrase(name: str, barrier: Row) -> str:
    """Say what a barrier does, in the words of its class; its name where it has none."""
    kind = catalogue().get(kind_of(name, barrier))
    if kind is None:
        return upper_first(spoken(name))
    known = {field.name for field in dataclasses.fields(kind)}
    return kind(**{key: value for key, value in barrier.items() if key in known}).describe() or upper_first(
        spoken(name)
    )


def upper_first(text: str) -> str:
    """Begin a sentence with this text, which may begin with a name in quotes."""
    first = 1 if text.startswith("'") else 0
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :]


def timeline(name: str, barrier: Row, day_zero: str | None = None) -> str:
    """Say when a barrier acts and where, in one line; ``day_zero``: date of day 0, where the run has a calendar."""
    date = date_of(int(barrier["start"]), day_zero) if day_zero else None
    told = f" ({date})" if date and str(date) not in spoken(name) else ""
    parts = [f"from day {barrier.get('start', '?')}{told}"]
    if barrier.get("trigger"):
        parts.append(f"once {barrier['trigger']}")
    if barrier.get("duration"):
        parts.append(f"for {days(float(barrier['duration']))}")
    if barrier.get("repeat"):
        parts.append(f"again every {days(float(barrier['repeat']))}")
    if float(barrier.get("intensity", 1.0)) != 1.0:
        parts.append(f"at intensity {float(barrier['intensity']):g}")
    if barrier.get("countries"):
        parts.append(f"in {listing([str(country) for country in barrier['countries']])}")
    return f"{spoken(name)} {', '.join(parts)}"


def ecosystem_name(settings: Row) -> str:
    """Name of the ecosystem in a settings dictionary."""
    ecosystem = settings.get("ecosystem", {})
    return str(ecosystem.get("name", "unnamed")) if isinstance(ecosystem, Mapping) else str(ecosystem)
