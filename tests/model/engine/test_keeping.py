"""Compiled code on disk: what is damaged or cannot be kept costs a compilation and one line, never the run."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numba.core.caching import FunctionCache, IndexDataCacheFile

from sim.model.engine import keeping
from sim.model.engine.kernels import kernel, not_yet_compiled


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give a module with one kernel, compiled and kept in a folder of its own; return a way to load it anew."""
    monkeypatch.setattr("numba.config.CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv(keeping.TOLD, raising=False)
    file = tmp_path / "doubling.py"
    file.write_text("def double(column):\n    for row in range(len(column)):\n        column[row] *= 2.0\n")

    def fresh() -> Any:
        space: dict[str, Any] = {"__name__": "doubling", "__file__": str(file)}
        exec(compile(file.read_text(), str(file), "exec"), space)
        return kernel(space["double"])

    return fresh


def doubled(function: Any) -> float:
    column = np.ones(3)
    function(column)
    return float(column.sum())


@pytest.mark.parametrize("ending", ["*.nbi", "*.nbc"])
@pytest.mark.parametrize("left", [0, 40])
def test_an_empty_or_cut_file_is_made_anew_and_named_once(kept, tmp_path, capsys, ending: str, left: int):
    assert doubled(kept()) == 6.0
    (file,) = (tmp_path / "cache").rglob(ending)
    file.write_bytes(file.read_bytes()[:left])
    assert doubled(kept()) == 6.0
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "compiled code is made anew" in told and "doubl" in told
    again = kept()
    assert doubled(again) == 6.0 and sum(again.stats.cache_hits.values()) == 1
    assert capsys.readouterr().err == ""


def test_a_full_disk_under_the_cache(kept, tmp_path, capsys, monkeypatch):
    def full(self: Any, name: str, data: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(IndexDataCacheFile, "_save_data", full)
    assert doubled(kept()) == 6.0
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "No space left on device" in told and str(tmp_path / "cache") in told


def test_a_cache_that_may_not_be_written(kept, capsys, monkeypatch):
    def nowhere(self: Any, function: Any) -> None:
        raise RuntimeError("cannot cache function: no locator available")

    monkeypatch.setattr(FunctionCache, "__init__", nowhere)
    assert doubled(kept()) == 6.0
    assert "no folder for compiled code can be written" in capsys.readouterr().err


def test_a_damaged_index_counts_as_not_compiled(kept, tmp_path):
    function = kept()
    (tmp_path / "cache").mkdir(exist_ok=True)
    assert "doubling.double" in not_yet_compiled()
    doubled(function)
    (index,) = (tmp_path / "cache").rglob("*.nbi")
    index.write_bytes(b"")
    kept()
    assert "doubling.double" in not_yet_compiled()


def test_kernels_load_as_plain_python_where_compilation_is_off():
    code = "import sim.model.engine.kernels as k; print(k.kernel(lambda: 3)())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={"NUMBA_DISABLE_JIT": "1"},
                          cwd=Path(__file__).resolve().parents[3])  # fmt: skip
    assert done.stdout == "3\n", done.stderr
