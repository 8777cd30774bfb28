"""What is said when input is wrong: one line with key, value, what is allowed, the nearest match, and the origin."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any

TYPED = "command line"
"""How the origin of a typed value begins."""


class SettingsError(ValueError):
    """A setting that cannot be used.

    ``key``: dotted name; ``value``: as given; ``allowed``: range or choices in words; ``near``: nearest valid name;
    ``origin``: where the value came from; ``hint``: what to type instead.
    """

    def __init__(
        self,
        problem: str,
        *,
        key: str,
        value: Any = None,
        allowed: str = "",
        near: str | None = None,
        origin: str = "",
        hint: str = "",
    ) -> None:
        self.problem, self.key, self.value, self.allowed = problem, key, value, allowed
        self.near, self.origin, self.hint = near, origin, hint
        parts = [problem]
        if near:
            parts.append(f"did you mean {near}?")
        if allowed:
            parts.append(f"allowed: {allowed}")
        if hint:
            parts.append(hint)
        line = "; ".join(parts) + (f" [{origin}]" if origin else "")
        super().__init__(" ".join(line.split()))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.problem, {k: v for k, v in vars(self).items() if k != "problem"})


def _rebuild(kind: type[SettingsError], problem: str, details: dict[str, Any]) -> SettingsError:
    return kind(problem, **details)


class UnknownName(SettingsError):
    """A key, group, barrier, country or command that does not exist."""


class WrongType(SettingsError):
    """A value of another type than the setting has."""


class OutOfRange(SettingsError):
    """A value outside the range or choices of its parameter."""


class Contradiction(SettingsError):
    """Values that are fine alone and impossible together."""


class NotYet(SettingsError):
    """Something other commands do, or a later version will."""


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Find the name most like this one, or None; for dotted names the last part weighs as much as the whole."""
    names = list(dict.fromkeys(names))
    if "." not in name:
        by_case = {n.lower(): n for n in reversed(names)}
        found = difflib.get_close_matches(name.lower(), by_case, 1, cutoff=0.6)
        return by_case[found[0]] if found else None
    stem, _, last = name.rpartition(".")

    def likeness(other: str) -> float:
        other_stem, _, other_last = other.rpartition(".")
        ends = difflib.SequenceMatcher(None, last, other_last).ratio()
        return ends * 0.6 + difflib.SequenceMatcher(None, stem, other_stem).ratio() * 0.4

    best = max(names, key=likeness, default=None)
    return best if best is not None and likeness(best) >= 0.75 else None


def listed(names: Sequence[str], limit: int = 24) -> str:
    """Join names for a message, cutting off very long lists."""
    shown = ", ".join(names[:limit])
    return shown + (f", … ({len(names)} in all)" if len(names) > limit else "")
