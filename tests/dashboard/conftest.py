"""A small stored run, as the dashboard finds it under results/."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.dashboard.question import planned
from sim.studies.run_study import run_study

TINY = ["ecosystem=small", "buyers=2000", "days=120", "start=60", "replicates=2", "workers=1"]


@pytest.fixture(scope="session")
def place(tmp_path_factory) -> Path:
    """Give a folder with results/ in which one run and one comparison are stored."""
    root = tmp_path_factory.mktemp("desk")
    run_study(
        planned("run", ["+intervention=takedown", *TINY]), root / "results" / "runs" / "one", "python -m sim run x"
    )
    words = ["+intervention=[takedown,licensing]", *TINY, "executor=serial"]
    run_study(planned("compare", words), root / "results" / "studies" / "two", "python -m sim compare y")
    return root
