"""``python -m sim <command>``: find the command, hand it its words, and turn what goes wrong into one line."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

from sim.commands import COMMANDS, available
from sim.version import __version__

FAILED, MISUSED, STOPPED = 1, 2, 130


def main(words: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code: 0 done, 1 failed, 2 not understood, 130 stopped by Ctrl-C."""
    words = list(sys.argv[1:] if words is None else words)
    if not words or words[0] in ("-h", "--help", "help"):
        print(_help())
        return 0 if words else MISUSED
    if words[0] in ("-V", "--version"):
        print(f"barrierlife {__version__}")
        return 0
    name, rest = words[0], words[1:]
    if name not in available():
        return _say(_unknown(name, rest), MISUSED)
    from sim.settings.errors import SettingsError

    try:
        return int(import_module(f"sim.commands.{name}").main(rest))
    except SettingsError as error:
        return _say(str(error), MISUSED)
    except KeyboardInterrupt:
        return _say("stopped; nothing was finished, nothing is kept", STOPPED)
    except BrokenPipeError:
        # The reader of our output went away (as `head` does): no fault, and nothing more can be said on stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        if os.environ.get("SIM_DEBUG"):
            traceback.print_exc()
        told = " ".join(str(error).split()) or "no message"
        return _say(f"{type(error).__name__}: {told} (SIM_DEBUG=1 shows where)", FAILED)


def _say(line: str, code: int) -> int:
    print(f"error: {line}", file=sys.stderr)
    return code


def _unknown(name: str, rest: list[str]) -> str:
    from sim.settings.errors import nearest

    commands = available()
    if "=" in name or name.startswith(("+", "~")):
        return f"'{name}' is a setting, not a command; write python -m sim run {' '.join([name, *rest])}"
    near = nearest(name, commands)
    hint = f"; did you mean {near}?" if near else ""
    return f"unknown command '{name}'{hint}; commands: {', '.join(commands)} [command line]"


def _help() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {COMMANDS[name]}" for name in available()]
    return "\n".join(
        [
            "How long does a barrier against darknet drug markets last?",
            "",
            "usage: python -m sim <command> [words]",
            "",
            *lines,
            "",
            "first try:  python -m sim run +intervention=takedown ecosystem=small",
            "more:       python -m sim <command> --help",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
