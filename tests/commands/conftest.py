"""What tests of commands share."""

from __future__ import annotations

import pytest


@pytest.fixture
def drawn(fake, monkeypatch):
    """Leave pictures and reports out, which have tests of their own."""
    monkeypatch.setattr("sim.studies.pages.export._figures", lambda study: None)
    monkeypatch.setattr("sim.studies.pages.export._report", lambda study: None)
    return fake
