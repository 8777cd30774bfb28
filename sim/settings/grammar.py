"""Hydra's grammar of override words, with every way in which it can fail told as one."""

from __future__ import annotations

from functools import cache

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException

from sim.settings.errors import SettingsError
from sim.settings.files import calls
from sim.settings.places import origin_of


class Unreadable(HydraException):
    """A word that Hydra's grammar cannot read, or that it reads and then cannot evaluate."""


class Grammar:
    """Parse words as Hydra does; raise nothing but Unreadable."""

    def parse_override(self, word: str) -> Override:
        """Parse one word."""
        try:
            override = _parser().parse_override(word)
            if override.is_range_sweep() and not getattr(override.value(), "step", 1):
                raise ValueError("a range needs a step other than 0")
            return override
        except Exception as error:  # the parser's, and those of Python on what was parsed, such as too many digits
            lines = str(error).splitlines() or [type(error).__name__]
            raise Unreadable(lines[0]) from None


@cache
def _parser() -> OverridesParser:
    return OverridesParser.create()


def refuse_resolvers(key: str, value: object, origin: str = "") -> None:
    """Refuse what would read the environment or call a function; a plain ``${start}`` names a setting and stays."""
    if calls(str(value)):
        raise SettingsError(
            f"{key}: settings never read the environment nor call functions (${{…:…}})", key=key, value=value,
            hint="write the value itself, or ${name} for another setting's", origin=origin,
        )  # fmt: skip


def refuse_in_words(words: list[str]) -> None:
    """Refuse typed words that hold such a call."""
    for word in words:
        refuse_resolvers(word.partition("=")[0].lstrip("+~"), word, origin_of(word))
