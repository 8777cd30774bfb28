"""What made a result: command, versions, machine, Git state, seed and a digest of each table."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

PACKAGES = (
    "mesa",
    "numpy",
    "numba",
    "pandas",
    "pyarrow",
    "hydra-core",
    "omegaconf",
    "matplotlib",
    "scipy",
    "SALib",
    "scikit-learn",
    "dask",
    "distributed",
    "mpi4py",
)
ROOMS = ("model",)
"""The rooms whose text decides what the model computes, whole."""


def surroundings() -> dict[str, Any]:
    """Describe Python, packages, kind of machine and Git state; nothing that names the machine or its folders."""
    return {
        "python": sys.version.split()[0],
        "packages": _versions(),
        "machine": {"platform": platform.platform(), "processor": platform.machine(), "cores": os.cpu_count()},
        "git": git_state(),
    }


def model_source() -> str:
    """Digest the source text of the model: results of different digests are not to be mixed."""
    return digest_of_rooms(ROOMS)[:16]


@cache
def digest_of_rooms(rooms: tuple[str, ...]) -> str:
    """Digest the source text of parts of the package, as it was when first asked for."""
    package = Path(__file__).resolve().parents[2]
    total = hashlib.sha256()
    for room in rooms:
        files = sorted((package / room).rglob("*.py"))
        if not files:
            raise FileNotFoundError(f"the package has no room {room}: an identity without it would say nothing")
        for file in files:
            total.update(str(file.relative_to(package).as_posix()).encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def digest(table: pd.DataFrame) -> str:
    """Digest a table's columns and values, bit by bit, independent of how it is stored."""
    import numpy as np
    import pandas as pd

    total = hashlib.sha256()
    for name in table.columns:
        column = table[name]
        total.update(f"{name}\0".encode())
        if pd.api.types.is_numeric_dtype(column.dtype):
            values = np.ascontiguousarray(column.to_numpy())
            total.update(values.dtype.str.encode() + values.tobytes())
        else:
            codes, labels = pd.factorize(column)
            total.update("\x1f".join(map(str, labels)).encode() + codes.astype("<i8").tobytes())
    return total.hexdigest()[:32]


def git_state() -> dict[str, Any] | None:
    """Give commit and whether files differ from it, or None outside a checkout."""
    root = Path(__file__).resolve().parents[3]
    if not (root / ".git").exists():
        return None
    commit = _git(root, "rev-parse", "HEAD")
    return {"commit": commit, "dirty": bool(_git(root, "status", "--porcelain"))} if commit else None


def _git(root: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _versions() -> dict[str, str]:
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
