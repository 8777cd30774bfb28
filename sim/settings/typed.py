"""Typed words that are options of one command only, and no settings of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.settings.errors import TYPED, OutOfRange, UnknownName, WrongType, listed, nearest


@dataclass(frozen=True)
class Option:
    """One of them: ``kind`` is int, float or str; ``many``: a list, as in [1,2]; numbers lie in [low, high]."""

    kind: type
    default: Any
    many: bool = False
    low: float = 1
    high: float = 1e9


def take(
    words: Sequence[str], options: Mapping[str, Option], settings: Sequence[str]
) -> tuple[dict[str, Any], list[str]]:
    """Return the options' values, and the other words; refuse a word that is neither an option nor of ``settings``."""
    values = {name: option.default for name, option in options.items()}
    others = []
    for word in words:
        key, sign, text = word.partition("=")
        if key in options and sign:
            values[key] = _value(key, text, options[key], word)
        elif key.lstrip("+~") in settings or key.lstrip("+~").startswith("ecosystem"):
            others.append(word)
        else:
            known = [*options, *settings]
            raise UnknownName(f"there is no '{key}' here", key=key, near=nearest(key, known),
                              allowed=listed([*known, "ecosystem.…"]), origin=f"{TYPED}: {word}")  # fmt: skip
    return values, others


def _value(key: str, text: str, option: Option, word: str) -> Any:
    if not option.many:
        return _one(key, text, option, word)
    entries = [entry.strip() for entry in text.strip("[]").split(",") if entry.strip()]
    if not entries:
        raise WrongType(f"{key} is an empty list", key=key, value=text, origin=f"{TYPED}: {word}")
    return [_one(key, entry, option, word) for entry in entries]


def _one(key: str, text: str, option: Option, word: str) -> Any:
    if option.kind is str:
        return text
    try:
        value = option.kind(text.replace("_", ""))
    except ValueError:
        what = "whole number" if option.kind is int else "number"
        raise WrongType(f"{key}: '{text}' is not a {what}", key=key, value=text, origin=f"{TYPED}: {word}") from None
    if not option.low <= value <= option.high:
        raise OutOfRange(f"{key}={text} is out of range", key=key, value=value,
                         allowed=f"{option.low:g} to {option.high:g}", origin=f"{TYPED}: {word}")  # fmt: skip
    return value
