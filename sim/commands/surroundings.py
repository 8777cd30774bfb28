"""What a command finds around it: closed streams, odd locales, switches of libraries, a folder that is gone."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

COMPILES = ("run", "compare", "sweep", "reproduce", "validate", "history", "calibrate", "dashboard")
ONLY_TOLD = {"-h", "--help", "--cfg", "--check"}


def prepare() -> None:
    """Make the process fit for a command line; only for a process of our own, never for who imports the package."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # closed by who started us: a file opened later would get its number, and our messages
            os.open(os.devnull, os.O_RDWR)
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a locale without our characters is no reason to stop
    _watch(sys.stdout)
    os.environ["MPLBACKEND"] = "agg"  # pictures are written, whatever a notebook or desktop has set
    if not sys.warnoptions:
        import warnings

        warnings.simplefilter("ignore")  # lines of source code tell a user nothing
        os.environ.setdefault("PYTHONWARNINGS", "ignore")  # in workers as well


def refusal(words: Sequence[str]) -> str:
    """Say why no command can be run here, or give ""."""
    try:
        os.getcwd()  # noqa: PTH109
    except OSError:
        return "the working folder no longer exists; change to one that does"
    try:
        "".join(words).encode()
    except UnicodeEncodeError:
        return "a word holds bytes that are not UTF-8; write it in UTF-8 [command line]"
    name = words[0] if words else ""
    if os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0") and name in COMPILES and ONLY_TOLD.isdisjoint(words):
        return "NUMBA_DISABLE_JIT is set, and the model runs compiled only; unset it [environment]"
    return ""


def _watch(stream: Any) -> None:
    """Note when a stream fails, to tell its failure from that of any other file."""
    plain = stream.write

    def write(text: str) -> int:
        try:
            return plain(text)
        except OSError:
            _failed.append(stream)
            raise

    stream.write = write


_failed: list[Any] = []


def whole(stream: Any) -> bool:
    """Say whether a stream can still be written."""
    try:
        stream.flush()
    except (OSError, ValueError):
        return False
    return stream not in _failed
