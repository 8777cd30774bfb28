"""What a fresh machine pays once: the same small run with an empty and with a filled cache of compiled code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile

from benchmarks.report import Row, seconds

RUN = """
from sim.model.engine.announcing import announce_compilation
announce_compilation()
from sim import Ecosystem
world = Ecosystem(buyers=400, days=60)
world.run()
"""
COUNT = """
from benchmarks.first_compilation import counting_kernels
print(len(counting_kernels()), *counting_kernels())
"""


def run(*, quick: bool, repeats: int) -> list[Row]:
    """Measure first run, second run and their difference; the first must say that it compiles, the second not."""
    first = Row("first run, nothing compiled", "s")
    again = Row("the same, compiled code on disk", "s")
    compiling = Row("compilation", "s", most=60)
    counting = Row("kernels that count references in a loop", "kernels")
    for _ in range(1 if quick else min(repeats, 3)):
        with tempfile.TemporaryDirectory() as folder:
            said, printed = [""] * 2, [""] * 2
            for i, (row, code) in enumerate(((first, RUN + COUNT), (again, RUN))):
                row.values.append(seconds(_run, code, folder, said, printed, i))
        if "compiling the model" not in said[0] or "compiling" in said[1]:
            raise RuntimeError(f"compilation was not announced rightly: {said}")
        compiling.values.append(first.values[-1] - again.values[-1])
        number, *names = printed[0].split()
        counting.values.append(float(number))
        counting.case = f"kernels that count references in a loop ({', '.join(names) or 'none'})"
    return [first, again, compiling, counting]


def counting_kernels() -> list[str]:
    """Return the freshly compiled kernels that take a reference to one array in more than one place.

    Arrays come in borrowed; one reference at entry is cheap. A second place is a loop or a branch of one, where two
    locked instructions cost more than most of what a helper does: write it out, or hand in a plain column.
    """
    from sim.model.engine import kernels

    names = []
    for compiled in kernels.compiled_kernels():
        for signature in compiled.signatures:
            name = compiled.overloads[signature].fndesc.llvm_func_name
            code = compiled.inspect_llvm(signature)
            body = re.search(rf'define [^\n]*@"?{re.escape(name)}"?\(.*?\n}}', code, re.S)
            taken = re.findall(r"@NRT_incref\(ptr (?:nonnull )?(%[\w.]+)", body.group(0) if body else "")
            if len(taken) > len(set(taken)):
                names.append(compiled.py_func.__name__)
    return names


def _run(code: str, folder: str, said: list[str], printed: list[str], place: int) -> None:
    environment = {**os.environ, "NUMBA_CACHE_DIR": folder}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the run failed: {done.stderr[-2000:]}")
    said[place], printed[place] = done.stderr, done.stdout
