"""The model's numbers stay as they are until a change says that it changes them."""

from __future__ import annotations

import json

import pytest

from tests import baseline

STORED = json.loads(baseline.FILE.read_text(encoding="utf-8"))


def test_every_situation_is_stored() -> None:
    assert list(STORED) == list(baseline.situations())


@pytest.mark.parametrize("name", STORED)
def test_numbers_are_those_of_before(name: str) -> None:
    assert baseline.fingerprints(name) == STORED[name], (
        "the model's numbers changed: if that is meant, write tests/baseline.json anew (python -m tests.baseline) in a "
        "commit of its own, and mark it *numbers change* in CHANGELOG.md"
    )


def test_barriers_leave_a_trace() -> None:
    """A fingerprint that a barrier does not touch would guard nothing."""
    for name, arms in STORED.items():
        assert arms["barrier"] != arms["twin"], name
