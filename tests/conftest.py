"""What several rooms of tests share."""

from __future__ import annotations

import gc
import sys
from base64 import b64decode
from collections.abc import Iterator
from types import ModuleType

import pytest

from sim.model.interventions import outside
from tests.studies import fake_world

# What is loaded stays, and what tests make and drop is large and of few objects: not to be looked through at each 700.
gc.freeze()
gc.set_threshold(20_000)


@pytest.fixture(autouse=True)
def barriers_from_outside() -> Iterator[None]:
    """Forget with a test which barriers from outside the package it made known, and which it left out."""
    held = (outside._known, outside.left_out, outside.refused)
    before = [dict(one) for one in held]
    yield
    for one, kept in zip(held, before, strict=True):
        one.clear()
        one.update(kept)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch):
    """Put the fake world in the place of the real one."""
    module = ModuleType("sim.model.ecosystem")
    module.Ecosystem = fake_world.Ecosystem
    monkeypatch.setitem(sys.modules, "sim.model.ecosystem", module)
    for accidents in (
        fake_world.FAIL,
        fake_world.MISUSE,
        fake_world.KILL_ONCE,
        fake_world.INTERRUPT_AT,
        fake_world.SLOW,
    ):
        accidents.clear()
    # Workers must inherit this process, where the fake world is, also under a test runner with threads of its own.
    monkeypatch.setattr("sim.studies.execution.pool.start_method", lambda: "fork")
    return fake_world


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 921 518"></svg>'
PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg==")


@pytest.fixture(scope="module")
def unrendered() -> Iterator[None]:
    """Draw pictures, but write an empty one of each: for modules whose tests look at none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.views.style._rendered", lambda figure, kind, metadata: SVG if kind == "svg" else PNG)
        yield
