"""Rules between parameters: what is fine alone and impossible together, declared beside the parameters.

A part of the model lists its rules as ``RULES``; each names the parameter to blame and says what is wrong, or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Rule(Protocol):
    """What a rule is: the parameter it blames, and what is wrong with it."""

    @property
    def name(self) -> str: ...

    def broken(self, owner: Any) -> str:
        """Say what is wrong with the owner's figures, "" for nothing."""
        ...


@dataclass(frozen=True)
class Shares:
    """Shares of a whole: one of them at least is above zero; they are normalised where they do not sum to 1."""

    name: str

    def total(self, owner: Any) -> float:
        """Return the sum of the shares."""
        value = getattr(owner, self.name)
        return float(sum(value.values() if isinstance(value, Mapping) else value))

    def broken(self, owner: Any) -> str:
        """Refuse shares of which none is above zero."""
        return "" if self.total(owner) > 0.0 else "no share is above 0, so there is nothing to choose from"


@dataclass(frozen=True)
class Ordered:
    """A figure that may not lie above another one; lists are compared figure by figure."""

    name: str
    above: str

    def broken(self, owner: Any) -> str:
        """Refuse a lower figure above its upper one."""
        low, high = getattr(owner, self.name), getattr(owner, self.above)
        pairs = zip(low, high, strict=True) if isinstance(low, list) else [(low, high)]
        wrong = next(((a, b) for a, b in pairs if a > b), None)
        return f"{wrong[0]:g} lies above {self.above}, {wrong[1]:g}" if wrong else ""
