"""What becomes of the page where an answer cannot be drawn."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("nicegui")


def test_an_answer_that_fails_is_told_and_the_next_study_can_be_asked_for(monkeypatch):
    from sim.dashboard import running
    from sim.dashboard.process import DONE

    told: list[str] = []
    monkeypatch.setattr(running, "soft", told.append)
    page, ended = running.Running.__new__(running.Running), []
    page.shown = SimpleNamespace(
        poll=lambda: None, share=1.0, done=1, total=1, seconds=2.0, left=lambda: None, told="1 replicate is stored",
        state=DONE, folder=Path("gone"),
    )  # fmt: skip
    page.bar, page.text, page.head = SimpleNamespace(), SimpleNamespace(), SimpleNamespace()
    page.stop, page.result = SimpleNamespace(set_visibility=lambda _: None), contextlib.nullcontext()
    page.desk, page.ended = SimpleNamespace(study=_fails), lambda: ended.append(True)
    asyncio.run(page._tick())
    assert ended == [True] and told == ["The answer cannot be shown: ValueError: no such table"]


def _fails(name):
    raise ValueError("no such\ntable")
