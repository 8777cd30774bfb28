"""``dashboard``: the same questions by forms, in the browser of this machine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from typing import Any

from sim.commands.parser import Parser
from sim.settings.errors import TYPED, OutOfRange, SettingsError, UnknownName, nearest

USAGE = """\
usage: python -m sim dashboard [port=8080] [--no-browser] [--barriers FOLDER]

Opens a page in the browser: choose barriers and a world by forms, set when they act, see cost and number of runs, run,
watch one world day by day beside its twin, and compare what is stored under results/. It listens on 127.0.0.1 alone,
answers only to the address that it prints, and connects to nothing. port=0 takes any port that is free.

  python -m sim dashboard
  python -m sim dashboard port=0 --no-browser
"""


def main(words: Sequence[str]) -> int:
    """Serve the pages until Ctrl-C; 0 done, 2 misused."""
    options = parse(words)
    if options.help:
        print(USAGE, end="")
        return 0
    if find_spec("nicegui") is None:
        raise SettingsError("the dashboard needs NiceGUI", key="dashboard", hint="pip install -e .[dashboard]")
    from sim.dashboard.server import free_port, serve

    with suppress(KeyboardInterrupt):  # that is how it ends: what ran is stopped by then, and what is finished kept
        serve(free_port(options.port), tuple(options.barriers), not options.no_browser)
    return 0


def parse(words: Sequence[str]) -> Any:
    """Read the words of the command; raise SettingsError where one has no meaning."""
    parser = Parser("dashboard")
    parser.add_argument("words", nargs="*")
    parser.add_argument("--no-browser", action="store_true")
    options = parser.read(words)
    options.port = _port(options.words)
    return options


def _port(words: Sequence[str]) -> int:
    port = 8080
    for word in words:
        name, _, value = word.partition("=")
        origin = f"{TYPED}: {word}"
        if name != "port":
            near = nearest(name, ["port"])
            raise UnknownName(
                f"no setting '{name}' of the dashboard", key=name, near=near, allowed="port", origin=origin
            )
        if not re.fullmatch(r"\d{1,5}", value, re.ASCII) or not (value == "0" or 1024 <= int(value) <= 65535):
            raise OutOfRange(f"port={value} is out of range", key="port", value=value, allowed="0 or 1024 to 65535",
                             origin=origin)  # fmt: skip
        port = int(value)
    return port
