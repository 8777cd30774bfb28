"""``python -m sim <command>``: find the command, hand it its words, and turn what goes wrong into one line."""

from __future__ import annotations

import os
import signal
import sys

MESSAGE = b"stopped; nothing was begun\n"


def _leave(*_: object) -> None:
    os.write(2, MESSAGE)
    os._exit(130)


if __name__ == "__main__":  # Ctrl-C while modules are loaded, where Python would show a traceback
    signal.signal(signal.SIGINT, _leave)

from collections.abc import Sequence  # noqa: E402
from importlib import import_module  # noqa: E402

from sim.commands import COMMANDS, available  # noqa: E402
from sim.commands.signals import as_interrupt, interrupted  # noqa: E402
from sim.commands.surroundings import prepare, refusal, whole  # noqa: E402
from sim.version import __version__  # noqa: E402

FAILED, MISUSED, STOPPED = 1, 2, 130
UNFINISHED = "stopped; nothing was finished, nothing is kept"


def main(words: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code: 0 done, 1 failed, 2 not understood, 130 stopped by Ctrl-C."""
    words = list(sys.argv[1:] if words is None else words)
    code = _guarded(words)
    try:
        sys.stdout.flush()
        return code
    except OSError as error:
        return _unheard(error)


def _guarded(words: list[str]) -> int:
    from sim.settings.errors import SettingsError, short

    try:
        return _dispatch(words)
    except SettingsError as error:
        return _say(str(error), MISUSED)
    except KeyboardInterrupt:
        return _say(UNFINISHED, STOPPED)
    except Exception as error:
        if interrupted(error):
            return _say(UNFINISHED, STOPPED)
        if isinstance(error, OSError) and not whole(sys.stdout):
            return _unheard(error)
        if os.environ.get("SIM_DEBUG"):
            import traceback

            traceback.print_exc()
        if isinstance(error, OSError) and error.filename and error.strerror:
            told = f"{short(str(error.filename), 180)}: {error.strerror}"
        else:
            told = f"{type(error).__name__}: {short(str(error), 200) or 'no message'}"
        return _say(f"{told} (SIM_DEBUG=1 shows where)", FAILED)


def _dispatch(words: list[str]) -> int:
    problem = refusal(words)
    if problem:
        return _say(problem, MISUSED)
    if not words or words[0] in ("-h", "--help", "help"):
        print(_help())
        return 0 if words else MISUSED
    if words[0] in ("-V", "--version"):
        print(f"barrierlife {__version__}")
        return 0
    name, rest = words[0], words[1:]
    if name not in available():
        return _say(_unknown(name, rest), MISUSED)
    command = import_module(f"sim.commands.{name}")
    if signal.getsignal(signal.SIGINT) is _leave:  # from here on there is something to keep
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with as_interrupt():
        return int(command.main(rest))


def _unheard(error: OSError) -> int:
    """End where standard output cannot be written: in silence where the reader went away, as `head` does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return FAILED
    return _say(f"standard output cannot be written: {error.strerror or error}", FAILED)


def _say(line: str, code: int) -> int:
    try:
        print(f"error: {line}", file=sys.stderr, flush=True)
    except (OSError, ValueError):  # nobody listens there either: the code has to say it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    return code


def _unknown(name: str, rest: list[str]) -> str:
    from sim.settings.errors import nearest, short

    commands = available()
    if "=" in name or name.startswith(("+", "~")):
        line = short(" ".join([name, *rest]), 120)
        return f"'{short(name)}' is a setting, not a command; write python -m sim run {line}"
    near = nearest(name, commands)
    hint = f"; did you mean {near}?" if near else ""
    return f"unknown command '{short(name)}'{hint}; commands: {', '.join(commands)} [command line]"


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


def program() -> int:
    """Run as a process of our own."""
    prepare()
    signal.signal(signal.SIGINT, _leave)
    code = main()
    signal.signal(signal.SIGINT, _leave)
    return code


if __name__ == "__main__":
    sys.exit(program())
