"""Reports and workbooks as files, where a user names one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def report_to(text: str, file: str | Path | None) -> str:
    """Return a report; ``file``: also write it there."""
    if file is not None:
        Path(file).expanduser().write_text(text, encoding="utf-8")
    return text


def workbook_to(file: str | Path, write: Callable[[BinaryIO], None]) -> Path:
    """Write a workbook into a file and return its path."""
    target = Path(file).expanduser()
    with target.open("wb") as opened:
        write(opened)
    return target
