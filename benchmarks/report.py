"""Measurements as rows: a plain table on screen, JSON for later comparison, with what the machine was."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any


@dataclass
class Row:
    """One quantity, measured several times; ``most`` and ``least`` are the limits it is held against, if any."""

    case: str
    unit: str
    values: list[float] = field(default_factory=list)
    most: float | None = None
    least: float | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def verdict(self) -> str:
        """Target and whether the median meets it."""
        if self.most is not None:
            return f"<= {self.most:g} {'met' if self.median <= self.most else 'MISSED'}"
        if self.least is not None:
            return f">= {self.least:g} {'met' if self.median >= self.least else 'MISSED'}"
        return ""


def seconds(work: Callable[..., Any], *arguments: Any) -> float:
    """Return how long a call takes, in seconds."""
    start = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - start


def machine() -> dict[str, Any]:
    """Describe processor and versions, nothing that names the host or its folders."""
    processor = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        processor = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    versions = {}
    for name in ("numpy", "numba", "mesa", "pandas"):
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "absent"
    return {
        "processor": processor,
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        **versions,
    }


def number(value: float) -> str:
    """Write three significant digits, without an exponent."""
    if value == 0:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(rows: list[Row]) -> str:
    """Return the rows as aligned text."""
    head = ("case", "median", "min", "max", "unit", "n", "target")
    lines = [head]
    for row in rows:
        figures = (number(row.median), number(min(row.values)), number(max(row.values)))
        lines.append((row.case, *figures, row.unit, str(len(row.values)), row.verdict))
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    text = (0, 4, 6)
    cells = [[c.ljust(w) if i in text else c.rjust(w) for i, (c, w) in enumerate(zip(line, widths, strict=True))]
             for line in lines]  # fmt: skip
    return "\n".join("  ".join(line).rstrip() for line in cells)


def save(name: str, rows: list[Row], folder: Path, *, quick: bool) -> Path:
    """Write one JSON file and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = folder / f"{name}-{now:%Y%m%dT%H%M%S%f}.json"
    content = {
        "benchmark": name,
        "when": now.isoformat(timespec="seconds"),
        "quick": quick,
        "machine": machine(),
        "rows": [
            {"case": r.case, "unit": r.unit, "median": r.median, "values": r.values, "most": r.most, "least": r.least}
            for r in rows
        ],
    }
    path.write_text(json.dumps(content, indent=1) + "\n")
    return path
