"""A check: one figure that was measured in the world, between which bounds it lay there, and how it is measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Check:
    """``low`` to ``high`` is the uncertainty of the source, made as ``range`` says.

    ``also``: further identifiers of the same figure; ``repeats``: the parameter that the figure only repeats;
    ``rivals``: name of a figure on which sources disagree, so that one of its checks at most can be expected to be
    met; ``mechanism``: what the model lacks, where it misses.
    """

    part: str
    id: str
    label: str
    unit: str
    low: float
    high: float
    source: str
    measure: str = ""
    arguments: tuple[Any, ...] = ()
    range: str = "stated"
    also: tuple[str, ...] = ()
    repeats: str = ""
    rivals: str = ""
    mechanism: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """Every identifier that the check stands for."""
        return (self.id, *self.also)


def check(part: str, plain: Mapping[str, Any]) -> Check:
    """Build a check from a row of a table or an entry of an episode; raise ValueError on what does not fit."""
    known = set(Check.__dataclass_fields__) - {"part"}
    if strange := set(plain) - known:
        raise ValueError(f"{part}: a check has no '{sorted(strange)[0]}'; it has {', '.join(sorted(known))}")
    values = dict(plain)
    arguments = values.pop("arguments", ())
    also = values.pop("also", ())
    found = Check(
        part=part,
        low=float(values.pop("low")),
        high=float(values.pop("high")),
        unit=str(values.pop("unit", "")),
        arguments=tuple(map(plain_value, arguments.split())) if isinstance(arguments, str) else tuple(arguments),
        also=tuple(also.split()) if isinstance(also, str) else tuple(also),
        **{name: str(value) for name, value in values.items()},
    )
    if not found.low < found.high:
        raise ValueError(f"{part}: {found.id}, {found.label}: low={found.low:g} is not below high={found.high:g}")
    return found


def plain_value(word: str) -> Any:
    """Read a word of a table as a number where it is one."""
    try:
        return float(word)
    except ValueError:
        return word
