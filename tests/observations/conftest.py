"""Folders of data, written from texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a folder of data: ``folder(events="date,cause\\n…", mapping="events: …")``."""

    def write(mapping: str = "", **tables: str) -> Path:
        place = tmp_path / "data"
        place.mkdir(exist_ok=True)
        for name, text in tables.items():
            (place / f"{name}.csv").write_text(text, encoding="utf-8")
        if mapping:
            (place / "data.yaml").write_text(mapping, encoding="utf-8")
        return place

    return write
