"""What is said of data that cannot be meant: a file, a row as a spreadsheet counts it, a column, and why."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


class DataError(ValueError):
    """A folder, file or mapping that cannot be used at all, told in one line; ``hint``: what to do instead."""

    def __init__(self, problem: str, hint: str = "") -> None:
        self.problem, self.hint = problem, hint
        super().__init__(f"{problem}; {hint}" if hint else problem)


@dataclass(frozen=True)
class Problem:
    """One cell, or row, that is not understood. ``row``: 1 is the head; ``lost``: the row is not used at all."""

    file: str
    row: int
    column: str
    why: str
    lost: bool = True

    def __str__(self) -> str:
        place = f"{self.file} row {self.row}" + (f", {self.column}" if self.column else "")
        return f"{place}: {self.why}" + ("" if self.lost else " (the rest of the row is used)")


def near(word: str, words: Iterable[str]) -> str:
    """Write a hint with the known word most like this one, or ""."""
    known = {name.lower(): name for name in words}
    found = difflib.get_close_matches(word.lower(), known, 1, cutoff=0.6)
    return f"; did you mean {known[found[0]]}?" if found else ""


def brief(text: object, most: int = 40) -> str:
    """Show a cell within a message: one line, no signs that a terminal would obey."""
    line = "".join(sign if sign.isprintable() else "?" for sign in " ".join(str(text).split()))
    return line if len(line) <= most else f"{line[: most - 1]}…"
