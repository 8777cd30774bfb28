"""What commands that measure the model have in common: their words, their folder, the record beside their tables."""

from __future__ import annotations

import argparse
import json
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.commands.parser import Parser
from sim.settings import Settings
from sim.settings.errors import TYPED
from sim.settings.output import check_output, expanded
from sim.studies.storage.folder import new_folder

DONE, FAILED, STOPPED = 0, 1, 130


def read(command: str, words: Sequence[str], guide: str, flags: Sequence[str] = ()) -> argparse.Namespace | None:
    """Read settings and options; print the ``guide`` and return None where help is asked for.

    ``flags``: options without a value, beside ``--quiet``.
    """
    parser = Parser(command)
    parser.add_argument("overrides", nargs="*")
    for flag in flags:
        parser.add_argument(flag, action="store_true")
    parser.add_argument("-q", "--quiet", action="store_true")
    options = parser.read(words)
    if options.help:
        print(guide)
        return None
    return options


def folder_of(settings: Settings, kind: str, name: str, *, goes_on: bool = False) -> Path:
    """Give the folder that was asked for, or a new one below results for this ``kind`` of measuring.

    Raise SettingsError where it cannot be written to, or holds something; ``goes_on``: what it holds is gone on with.
    """
    folder = expanded(settings.output) if settings.output else new_folder(kind, [name])
    if not goes_on:
        check_output(folder, f"{TYPED}: output={settings.output}" if settings.output else "default")
    return folder


def write_record(folder: Path, command: str, words: Sequence[str], facts: Mapping[str, Any]) -> None:
    """Write provenance.json: the command as typed, then the facts."""
    record = {"command": shlex.join(["python", "-m", "sim", *command.split(), *words]), **facts}
    (folder / "provenance.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
