"""What a recorded column is: declared once, read by compiled code, tables, triggers and documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["count", "money", "mean", "level", "sum"]
"""count: a whole number; money: cents as counted, EUR in tables; mean: one column over another; level: a figure of
state at the end of the day; sum: what a mean is made of, counted and left out of the tables."""


@dataclass(frozen=True)
class Column:
    """``watched``: what a trigger calls it, who may watch what an observer could know; "" where it may not."""

    name: str
    kind: Kind
    unit: str
    meaning: str
    watched: str = ""
    index: int = -1  # where compiled code counts it


@dataclass(frozen=True)
class Level(Column):
    """A figure of state as the day ends; see :func:`sim.model.records.levels.levels`."""


@dataclass(frozen=True)
class Mean(Column):
    """``top`` over ``bottom``, two other columns, the latter at least 1; ``parts``: what one unit of ``top`` holds."""

    top: str = ""
    bottom: str = ""
    parts: int = 1


@dataclass(frozen=True)
class Total(Column):
    """The sum of other columns."""

    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """Counters of one day by group: ``figures`` for each label, one label after the other, from ``first`` on."""

    kind: str
    labels: tuple[str, ...]
    first: int
    figures: tuple[Column, ...]

    @property
    def width(self) -> int:
        """Counters a label."""
        return len(self.figures)

    @property
    def end(self) -> int:
        """First counter behind the block."""
        return self.first + len(self.labels) * self.width
