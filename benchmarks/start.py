"""How long the command line takes to answer, each time in a fresh process."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.report import Row, seconds

COMMANDS = {
    "--help": (["--help"], 0, 0.6),
    "run --help": (["run", "--help"], 0, 0.6),
    "misspelt group": (["run", "+intervetion=takedown"], 2, 0.6),
    "misspelt option": (["run", "+intervention=takedwon"], 2, 0.6),
    "unknown key": (["run", "+intervention=takedown", "interventions.takedown.begin=3"], 2, 0.6),
    "out of range": (["run", "+intervention=takedown", "interventions.takedown.intensity=2"], 2, 0.6),
    "beyond the horizon": (["run", "+intervention=takedown", "interventions.takedown.start=999999"], 2, 0.6),
}
SMALL = ["run", "+intervention=takedown", "ecosystem=small"]


def run(*, quick: bool, repeats: int) -> list[Row]:
    """Measure answers to help and bad input, then a small run with compiled code on disk."""
    rows = [Row("python -c pass", "s")]
    rows[0].values = [seconds(call, [sys.executable, "-c", "pass"], 0) for _ in range(repeats)]
    for case, (words, code, most) in COMMANDS.items():
        command = [sys.executable, "-m", "sim", *words]
        call(command, code)  # so that files are in memory and byte code is written
        rows.append(Row(case, "s", [seconds(call, command, code) for _ in range(repeats)], most=most))
    with tempfile.TemporaryDirectory() as folder:
        few = ["replicates=2", "days=60", "interventions.takedown.start=30"] if quick else []
        row = Row("small takedown run, compiled code cached", "s", most=8)
        for repeat in range(1 + (1 if quick else repeats)):
            output = f"output={Path(folder) / str(repeat)}"
            took = seconds(call, [sys.executable, "-m", "sim", *SMALL, *few, output], 0)
            if repeat:  # the first may compile
                row.values.append(took)
    return [*rows, row]


def call(command: list[str], code: int) -> None:
    """Run a command and check its exit code."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != code:
        raise RuntimeError(f"{' '.join(command[1:])} left with {done.returncode}, not {code}: {done.stderr[-2000:]}")
