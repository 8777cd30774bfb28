"""One line that says why nothing happens for a while: the model is being compiled."""

from __future__ import annotations

import inspect
import sys
from typing import Any, TextIO

from numba.core import event

from sim.model.engine.kernels import compiled_kernels, not_yet_compiled

SECONDS_PER_LINE = 0.02
"""Compilation time per source line of a kernel, as measured on the model; only for the announcement."""


def announce_compilation(stream: TextIO | None = None) -> None:
    """Say on ``stream`` (default: stderr), once, that the model is being compiled, if and when it is."""
    _Announcer.stream = sys.stderr if stream is None else stream
    if _Announcer.listener is None:
        _Announcer.listener = _Announcer()
        event.register("numba:compile", _Announcer.listener)


class _Announcer(event.Listener):
    """Listens for the first compilation of one of our kernels; loading from disk is not a compilation."""

    listener: _Announcer | None = None
    stream: TextIO | None = None

    def on_start(self, event: Any) -> None:
        if _Announcer.stream is None or not _is_ours(event.data["dispatcher"]):
            return
        missing = set(not_yet_compiled())
        lines = sum(
            len(inspect.getsourcelines(k.py_func)[0])
            for k in compiled_kernels()
            if f"{k.py_func.__module__}.{k.py_func.__name__}" in missing
        )
        seconds = max(1, round(lines * SECONDS_PER_LINE))
        stream, _Announcer.stream = _Announcer.stream, None
        if not stream.closed:
            print(f"compiling the model for this machine (once, about {seconds} s) ...", file=stream, flush=True)

    def on_end(self, event: Any) -> None:
        """Nothing to do."""


def _is_ours(compiled: Any) -> bool:
    return any(known.is_made and known.made is compiled for known in compiled_kernels())
