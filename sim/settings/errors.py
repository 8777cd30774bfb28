"""What is said when input is wrong: one line with key, value, what is allowed, the nearest match, and the origin."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any

TYPED = "command line"
"""How the origin of a typed value begins."""
LONGEST = 290
"""Most characters of a message: what is wrong must not be lost in what was typed."""


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
        super().__init__(_line(problem, near or "", allowed, hint, origin))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.problem, {k: v for k, v in vars(self).items() if k != "problem"})


def _line(problem: str, near: str, allowed: str, hint: str, origin: str) -> str:
    """Join what is said into one line; what is too long is cut where least is lost: echoes first, then lists."""
    near, hint = short(near, 100), short(hint, 100)
    end = f" [{short(origin, 100 if origin.startswith(TYPED) else 120)}]" if origin else ""
    problem = short(problem, max(150, LONGEST - len(near) - len(hint) - len(end) - (60 if allowed else 20)))
    said = "; ".join(part for part in (problem, f"did you mean {near}?" if near else "", "{}", hint) if part)
    room = LONGEST - len(said) - len(end)
    if room < 0:  # everything at its longest: say where in fewer words
        end = f" [{short(origin, max(len(end) + room - 3, 20))}]"
        room = LONGEST - len(said) - len(end)
    told = fitted(" ".join(allowed.split()), room - len("allowed: ")) if allowed else ""
    return said.replace("; {}", f"; allowed: {told}" if told else "", 1)[: LONGEST - len(end)] + end


def short(text: str, most: int = 60) -> str:
    """Give text on one line of at most ``most`` characters, without signs that a terminal would obey."""
    line = " ".join(text.split())
    line = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line)
    if len(line) <= most:
        return line
    tail = most // 3
    return f"{line[: most - tail - 1]}…{line[-tail:]}"


def fitted(listing: str, most: int) -> str:
    """Cut a list of names down to what fits."""
    if len(listing) <= most:
        return short(listing, max(most, 1))
    kept = listing[: max(most - 3, 0)].rpartition(", ")[0]
    return f"{short(kept, most)}, …" if kept else ""


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
