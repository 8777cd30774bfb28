"""Where a value came from: typed, a configuration file, or the model's own default."""

from __future__ import annotations

import re
from typing import Any

from sim.settings.library import BARRIERS, Library, Option, place_of, source_of
from sim.settings.places import origin_of
from sim.settings.typed_words import Words

NOWHERE = "default of the model"
_MISSING = object()


class Origins:
    """Answer ``origins(key)`` with a phrase for a message; files are read only when asked."""

    def __init__(self, words: Words, library: Library) -> None:
        self._words, self._library = words, library

    def __call__(self, key: str) -> str:
        for typed, word in reversed(self._words.typed.items()):
            if key != typed and (typed in self._words.options or typed == BARRIERS):
                continue  # a choice of files: what stands in one is told with its line
            if key == typed or key.startswith(f"{typed}.") or typed.startswith(f"{key}."):
                return origin_of(word)
        for file, package in self._files():
            source = source_of(file)
            value = _look_up(source.content, key, package)
            if value is _MISSING:
                continue
            followed = re.fullmatch(r"\$\{([\w.]+)\}", value) if isinstance(value, str) else None
            if followed and followed[1] != key:
                return self(followed[1])
            inner = key.removeprefix(package).lstrip(".") if package else key
            return source.where(inner if self._library.is_own(file) else "")
        return NOWHERE

    def own_files(self) -> list[str]:
        """List the user's files in use."""
        return [place_of(file) for file, _ in self._files() if self._library.is_own(file)]

    def _files(self) -> list[tuple[Option, str]]:
        """Give the files in use with the key each fills, the strongest first."""
        groups, words = self._library.groups, self._words
        files: list[tuple[Option, str]] = [
            (groups[BARRIERS][option], f"interventions.{name}")
            for name, option in words.chosen.items()
            if option in groups.get(BARRIERS, {})
        ]
        choices = {**self._library.default_choices, **words.options}
        files += [(groups[g][o], "") for g, o in choices.items() if o in groups.get(g, {})]
        return [*files, (self._library.root("config"), "")]


def _look_up(content: Any, key: str, package: str) -> Any:
    """Find a dotted key in a file whose content belongs under ``package``."""
    if package:
        if key == package:
            return content
        if not key.startswith(f"{package}."):
            return _MISSING
        key = key[len(package) + 1 :]
    for part in key.split("."):
        if not isinstance(content, dict) or part not in content:
            return _MISSING
        content = content[part]
    return content
