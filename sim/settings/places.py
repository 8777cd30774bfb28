"""Where a word stands: typed, or in a file of the user's, whose line a message then names."""

from __future__ import annotations

from sim.settings.errors import TYPED


class Placed(str):
    """A word that stands in a file; ``place``: the file with its line."""

    place: str

    def __new__(cls, text: str, place: str = "") -> Placed:
        made = super().__new__(cls, text)
        made.place = place
        return made


class OfWord(str):
    """An origin that is a word, rather than a file of settings or a default."""


def origin_of(word: str) -> OfWord:
    """Say where a word comes from, as the origin of a message."""
    place = word.place if isinstance(word, Placed) else ""
    return OfWord(f"{place}: {word}" if place else f"{TYPED}: {word}")


def named(word: str) -> str:
    """Give the name that a word sets or chooses."""
    return word.partition("=")[0].lstrip("+~")
