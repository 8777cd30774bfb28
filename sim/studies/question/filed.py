"""What stands in the files of a study: where each option and word does, and what only who types may say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.settings.errors import SettingsError
from sim.settings.files import Source
from sim.settings.library import Library
from sim.settings.own import sources
from sim.settings.places import Placed, named, origin_of
from sim.studies.question.executor import ExecutorOptions

GROUPS = ("executor", "study")


class Filed:
    """The user's files that the words of a study choose."""

    def __init__(self, own: Sequence[str], library: Library) -> None:
        self._own = list(own)
        self._sources: list[tuple[str, Source]] = []
        for word in own:
            group = named(word)
            if group in GROUPS:
                for source in sources(library, group, word.partition("=")[2]):
                    package = source.package or group
                    self._sources.append(("" if package == "_global_" else package, source))

    def __call__(self, key: str) -> str:
        """Say where an option was said: typed, or in which file and line; "" where nobody said it."""
        for word in reversed(self._own):
            name = named(word)
            if name not in GROUPS and (key == name or key.startswith((f"{name}.", f"{name}["))):
                return origin_of(word)
        found = self._in_a_file(key)
        if found:
            return found
        if self._sources:
            return self._sources[0][1].where()
        group = key.split(".")[0] if key.split(".")[0] == "executor" else "study"
        return next((origin_of(word) for word in self._own if named(word) == group), "")

    def _in_a_file(self, key: str) -> str:
        for package, source in self._sources:
            if package and not key.startswith(f"{package}."):
                continue
            inner = key[len(package) + 1 :] if package else key
            if source.has(inner):
                return source.where(inner)
        return ""

    def typed(self, key: str) -> bool:
        """Say whether an option was typed."""
        return any(named(word) == key for word in self._own)

    def check_executor(self, options: ExecutorOptions) -> None:
        """Raise SettingsError for what is of another form than it needs, or stands in a file and may not."""
        options.check(self)
        typed = [word.removeprefix("executor.") for word in map(named, self._own)]
        options.check_filed(typed, self)

    def words(self, plain: Any, key: str) -> list[str]:
        """Give each word of a list with its place, unless it was typed."""
        if self.typed(key.split(".")[0].split("[")[0]):
            return list(plain)
        return [Placed(word, self(f"{key}[{place}]")) for place, word in enumerate(plain)]


def check_words(words: Sequence[str], options: Sequence[str]) -> None:
    """Refuse an option of the study among the words of its runs."""
    for word in words:
        name = named(word).replace("@", ".").replace("/", ".").split(".")[0]
        if name in options and isinstance(word, Placed):
            hint = f"write '{named(word)}: …' beside 'words:'" if named(word) == name else f"write it under '{name}:'"
            raise SettingsError(f"{named(word)} is an option of the study, and no word of its runs", key=named(word),
                                value=word.partition("=")[2], origin=origin_of(word), hint=hint)  # fmt: skip
