"""Compiled code: what is on disk, what is announced, what a record holds, where memory starts."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path
from typing import Optional

import numba
import numpy as np
import pytest

from sim.model.engine.kernels import aligned, aligned_copy, kernel, record_of


@dataclasses.dataclass(frozen=True)
class Part:
    order_rate: float = 0.05
    days: int = 12
    covert: bool = True
    name: str = "x"
    limit: Optional[int] = 3  # noqa: UP045
    shares: list[float] = dataclasses.field(default_factory=lambda: [1.0])
    by_country: dict[str, float] = dataclasses.field(default_factory=dict)
    last: float = 3


def test_record_holds_the_scalar_fields_only() -> None:
    record = record_of(Part())
    assert record.shape == (1,)
    assert record.dtype.names == ("order_rate", "days", "covert", "last")
    assert [record.dtype[n] for n in record.dtype.names] == [np.float64, np.int64, np.bool_, np.float64]
    assert record[0].tolist() == (0.05, 12, True, 3.0)
    assert record.dtype == record_of(Part(limit=None, days=1)).dtype


def test_compiled_code_reads_a_record() -> None:
    @numba.njit
    def read(par):  # type: ignore[no-untyped-def]
        return par[0].order_rate * par[0].days if par[0].covert else 0.0

    assert read(record_of(Part())) == 0.05 * 12
    assert read(record_of(Part(covert=False))) == 0.0


@pytest.mark.parametrize("align", [64, 4096])
def test_aligned_arrays(align: int) -> None:
    dtype = np.dtype([("a", np.int32), ("b", np.float64)])
    arrays = [aligned(shape, dtype, align) for shape in (1, 7, 1000, (3, 5))]
    for array in arrays:
        assert array.ctypes.data % align == 0
        assert array.dtype == dtype and array.flags.writeable
        assert not array["b"].any()
    assert aligned(0, dtype, align).shape == (0,)
    arrays[2]["a"] = np.arange(1000)
    copied = aligned_copy(arrays[2], align)
    assert copied.ctypes.data % align == 0 and not np.shares_memory(copied, arrays[2])
    assert (copied == arrays[2]).all()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_large_arrays_are_like_small_ones() -> None:
    """In huge pages where there are any: zeroed, aligned, writable, a block of their own, not shared with a fork."""
    table = aligned((3, 700_000), np.dtype("f8"))
    assert table.ctypes.data % 64 == 0 and table.flags.writeable and not table.any()
    table[1] = 1.0
    copied = aligned_copy(table)
    copied[0] = 2.0
    assert table.sum() == 700_000 and copied.sum() == 3 * 700_000
    child = os.fork()
    if child == 0:
        table[:] = 5.0
        os._exit(0)
    os.waitpid(child, 0)
    assert table.sum() == 700_000


def test_kernel_gives_numpy_division() -> None:
    @kernel
    def divide(a, b):  # type: ignore[no-untyped-def]
        return a / b

    assert divide(1.0, 0.0) == float("inf")


MODULES = {
    "world/__init__.py": "",
    "world/rates.py": "RATE = 2.0\n",
    "world/rules.py": """
from sim.model.engine.kernels import helper
from world.rates import (
    RATE,
)
@helper
def rule(x):
    return x * RATE
""",
    "world/day.py": """
from sim.model.engine.kernels import kernel
from world import rules
rule = rules.rule
@kernel
def day(x):
    return rule(x)
""",
    "run.py": """
from sim.model.engine.announcing import announce_compilation
from sim.model.engine.kernels import not_yet_compiled
from world.day import day
print(len(not_yet_compiled()), end=" ")
announce_compilation()
announce_compilation()
print(day(1.0), day(3), end=" ")
print(len(not_yet_compiled()))
""",
}


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    root = str(Path(__file__).parents[3])
    settings = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{folder}", "PYTHONDONTWRITEBYTECODE": "1"}
    settings.pop("NUMBA_CACHE_DIR", None)
    command = [sys.executable, str(folder / "run.py")]
    return subprocess.run(
        command, env={**settings, **environment}, cwd=folder, capture_output=True, text=True, check=True
    )


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for name, source in MODULES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(source)
    return tmp_path


@pytest.mark.slow
def test_compilation_is_announced_once_and_redone_when_an_imported_module_changes(package: Path) -> None:
    cache = str(package / "cache")
    first = run(package, NUMBA_CACHE_DIR=cache)
    assert first.stdout.split() == ["1", "2.0", "6.0", "0"]
    assert first.stderr.count("compiling the model for this machine (once, about 1 s) ...\n") == 1

    second = run(package, NUMBA_CACHE_DIR=cache)
    assert second.stdout.split() == ["0", "2.0", "6.0", "0"]
    assert second.stderr == ""

    (package / "world/rates.py").write_text("RATE = 5.0\n")  # two imports away from the kernel
    third = run(package, NUMBA_CACHE_DIR=cache)
    assert third.stdout.split() == ["1", "5.0", "15.0", "0"]
    assert third.stderr.count("compiling the model") == 1


@pytest.mark.slow
def test_works_where_nothing_can_be_written(package: Path) -> None:
    """Neither beside the sources nor in the user's directory: compiled in the process, and said."""
    blocked = package / "blocked"
    blocked.write_text("a file where a directory is wanted")
    (package / "world/__pycache__").write_text("likewise")
    environment = {"HOME": str(blocked), "XDG_CACHE_HOME": str(blocked), "LOCALAPPDATA": str(blocked)}
    result = run(package, **environment)
    assert result.stdout.split() == ["1", "2.0", "6.0", "0"]
    assert result.stderr.count("compiling the model") == 1


@pytest.mark.slow
def test_falls_back_to_the_users_directory(package: Path) -> None:
    (package / "world/__pycache__").write_text("a file where a directory is wanted")
    home = package / "home"
    environment = {"HOME": str(home), "XDG_CACHE_HOME": str(home), "LOCALAPPDATA": str(home)}
    assert run(package, **environment).stderr.count("compiling the model") == 1
    assert list(home.rglob("day.day-*.nbi"))
    assert run(package, **environment).stderr == ""
