"""Options of a command: argparse, with errors in our own form."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from typing import NoReturn

from sim.settings.errors import TYPED, SettingsError, UnknownName, listed, nearest, short
from sim.settings.output import expanded


class Parser(argparse.ArgumentParser):
    """Parse options that may stand among words; raise SettingsError rather than exit."""

    def __init__(self, name: str) -> None:
        super().__init__(prog=f"python -m sim {name}", allow_abbrev=False, add_help=False)
        self.add_argument("-h", "--help", action="store_true")
        self.add_argument("--barriers", action="append", default=[], metavar="FOLDER")

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """Parse the words; an unknown option is told with its nearest match."""
        known = [o for o in self._option_string_actions if o.startswith("--")]
        for word in words:
            option = word.split("=")[0]
            if re.match(r"-{1,2}[A-Za-z]", word) and option not in self._option_string_actions:
                raise UnknownName(f"unknown option '{option}'", key=option, near=nearest(option, known),
                                  allowed=listed(known), origin=TYPED)  # fmt: skip
        options = self.parse_intermixed_args(list(words))
        read_barriers(options.barriers, words)
        return options

    def error(self, message: str) -> NoReturn:
        told = re.fullmatch(r"argument ([^:]+): (.*)", message)
        option, why = (told[1].split("/")[-1], told[2]) if told else ("", message)
        chosen = re.fullmatch(r"invalid choice: (.*) \(choose from (.*)\)", why)
        if chosen:
            raise UnknownName(f"{option} {chosen[1]} is not known", key=option, value=chosen[1],
                              allowed=chosen[2].replace("'", ""), origin=TYPED)  # fmt: skip
        if why.startswith("expected"):
            action = self._option_string_actions.get(option)
            allowed = ", ".join(map(str, action.choices)) if action is not None and action.choices else ""
            raise SettingsError(f"{option} needs a value", key=option, allowed=allowed, origin=TYPED)
        raise SettingsError(f"{option}: {why}" if option else why, key=option or message.split(":")[0], origin=TYPED)


def read_barriers(folders: Sequence[str], words: Sequence[str] = ()) -> None:
    """Read barriers from outside the package; say in one line each what does not work and is left out.

    What is left out and asked for by one of the ``words`` is told once, where the words are read: it is an error then.
    """
    from sim.model.interventions import outside

    for folder in folders:
        there = expanded(folder, "--barriers")
        try:
            outside.load_folder(there)
        except ValueError as error:
            raise SettingsError(f"--barriers {short(str(error), 150)}", key="--barriers", value=folder,
                                origin=TYPED) from None  # fmt: skip
    known = outside.outside()
    errors = {outside.refused[name][0] for name in _asked(words) if name in outside.refused and name not in known}
    for place, why in outside.left_out.items():
        if place not in errors:
            print(f"warning: {place} is left out: {why}", file=sys.stderr)
    outside.left_out.clear()


def _asked(words: Sequence[str]) -> list[str]:
    """Name the barriers that words choose."""
    chosen = [word.partition("=")[2] for word in words if re.match(r"\+*intervention(@[\w.]+)?=", word)]
    return [name for value in chosen for name in re.findall(r"\w+", value)]
