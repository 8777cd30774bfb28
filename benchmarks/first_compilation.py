"""What a fresh machine pays once: the same small run with an empty and with a filled cache of compiled code."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from benchmarks.report import Row, seconds

RUN = """
import time
from sim.engine.kernels import announce_compilation
announce_compilation()
from sim import Ecosystem
world = Ecosystem(buyers=400, days=60)
world.run()
"""


def run(*, quick: bool, repeats: int) -> list[Row]:
    """Measure first run, second run and their difference; the first must say that it compiles, the second not."""
    first = Row("first run, nothing compiled", "s")
    again = Row("the same, compiled code on disk", "s")
    compiling = Row("compilation", "s", most=60)
    for _ in range(1 if quick else min(repeats, 3)):
        with tempfile.TemporaryDirectory() as folder:
            said: list[str] = []
            for row in (first, again):
                row.values.append(seconds(_run, folder, said))
        if "compiling the model" not in said[0] or "compiling" in said[1]:
            raise RuntimeError(f"compilation was not announced rightly: {said}")
        compiling.values.append(first.values[-1] - again.values[-1])
    return [first, again, compiling]


def _run(folder: str, said: list[str]) -> None:
    environment = {**os.environ, "NUMBA_CACHE_DIR": folder}
    done = subprocess.run([sys.executable, "-c", RUN], env=environment, capture_output=True, text=True, check=True)
    said.append(done.stderr)
