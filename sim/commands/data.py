"""``data check FOLDER``: what of a folder of data is understood, what it would be used for, and row by row what not."""

from __future__ import annotations

from collections.abc import Sequence

from sim.commands.parser import Parser
from sim.settings.errors import TYPED, SettingsError, UnknownName, nearest

DONE, INCOMPLETE, MISUSED = 0, 1, 2
HELP = """\
usage: python -m sim data check FOLDER [--all]        what is understood, and row by row what is not
       python -m sim data tables                      which tables and columns there are

A folder holds tables by name, each as .csv, .parquet or .xlsx: series, events, listings, seizures. A file data.yaml
says where columns, words or currencies are called otherwise. Nothing is guessed: what is not understood is named with
its row, and left out. A run takes the folder as +data=FOLDER; see docs/own-data.md.

  --all        name every row, not the first 20 of a table
  -h, --help   print this"""


def main(words: Sequence[str]) -> int:
    """Check a folder; 0 where everything is understood, 1 where something is not, 2 misused."""
    parser = Parser("data")
    parser.add_argument("what", nargs="?")
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--all", action="store_true")
    options = parser.read(words)
    if options.help or options.what is None:
        print(HELP)
        return DONE if options.help else MISUSED
    if options.what not in ("check", "tables"):
        near = nearest(options.what, ("check", "tables"))
        raise UnknownName(f"data has no '{options.what}'", key="data", near=near, allowed="check, tables", origin=TYPED)
    if options.what == "tables":
        from sim.observations.description import tables

        print(tables())
        return DONE
    if options.folder is None:
        raise SettingsError("data check names no folder", key="data", hint="python -m sim data check FOLDER",
                            origin=TYPED)  # fmt: skip
    from sim.observations.description import describe
    from sim.settings.observed import data

    found = data(options.folder, TYPED)
    print(describe(found, None if options.all else 20))
    return INCOMPLETE if found.problems else DONE
