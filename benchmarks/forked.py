"""Commands in children of a process that has everything loaded: a whole command without the seconds of its start.

A child gets streams of its own and runs what ``python -m sim`` runs; only the interpreter's own start is left out.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

FORKS = hasattr(os, "fork")
LOADED = (
    "pandas", "pyarrow.parquet", "matplotlib.pyplot", "sim.__main__", "sim.model.ecosystem", "sim.studies.run_study",
    "sim.studies.pages.export", "sim.views.report", "sim.commands.run", "sim.commands.compare", "sim.commands.sweep",
)  # fmt: skip


def warm() -> None:
    """Load what commands need and the compiled model, once, before children are made."""
    from importlib import import_module

    for name in LOADED:
        import_module(name)
    from sim.model.ecosystem import Ecosystem
    from sim.model.interventions.registry import catalogue

    stem = Ecosystem(buyers=100, days=12, seed=1).run(6)
    for world in (stem.branch([catalogue()["takedown"](start=6)]), stem):
        world.run()
        world.close()


def command(words: Sequence[str], seconds: float) -> tuple[int, str]:
    """Run a command in a child; give its exit code and what it told on standard error.

    Raises TimeoutError where it takes longer than ``seconds``. A signal gives its negative number.
    """
    with tempfile.TemporaryDirectory() as place:
        told = Path(place) / "told"
        child = os.fork()
        if not child:
            _become(words, told)
        ends = time.monotonic() + seconds
        while True:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status), told.read_text(errors="replace")
            if time.monotonic() > ends:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                raise TimeoutError(f"no end after {seconds:.0f} s")
            time.sleep(0.01)


def _become(words: Sequence[str], told: Path) -> None:
    """Be the command, in a child; never come back."""
    code = 1
    try:
        streams = (
            os.open(os.devnull, os.O_RDWR),
            os.open(os.devnull, os.O_RDWR),
            os.open(told, os.O_CREAT | os.O_RDWR),
        )
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, mode, encoding="utf-8")  # noqa: PTH123, SIM115
            for number, mode in ((0, "r"), (1, "w"), (2, "w"))
        )
        sys.argv = ["sim", *words]
        from sim.__main__ import program

        code = program()
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)
