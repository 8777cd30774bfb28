"""``explain``: what it prints is read from the code that runs."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from sim.__main__ import main
from sim.commands import explain
from sim.model.engine.parameters import parameters_of
from sim.model.interventions.registry import catalogue
from sim.settings import Settings

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "parameters.md"


def test_schedule_lists_phases_in_order(monkeypatch, capsys):
    module = ModuleType("sim.model.ecosystem")
    module.SCHEDULE = (SimpleNamespace(name="policy", why="levers first"), SimpleNamespace(name="records", why="last"))
    monkeypatch.setitem(sys.modules, "sim.model.ecosystem", module)
    assert main(["explain", "schedule"]) == 0
    assert capsys.readouterr().out.splitlines() == [" 1. policy   levers first", " 2. records  last"]


def test_every_parameter_is_in_the_table():
    table = explain.parameters()
    for p in parameters_of(Settings().ecosystem, "ecosystem."):
        if p.name.count(".") > 1:
            assert f"| `{p.name}` |" in table
    for name in catalogue():
        assert f"## Intervention: {name}" in table
    assert "| `replicates` | 0 |" in table


def test_tables_have_the_same_number_of_cells_in_every_row():
    for text in (explain.parameters(), explain.levers(), explain.interventions()):
        width = 0
        for line in text.splitlines():
            cells = line.replace("\\|", "").count("|")
            width = cells if line.startswith("|") and not width else width
            assert not line.startswith("|") or cells == width
            width = width if line.startswith("|") else 0


def test_interventions_and_levers_are_listed():
    assert all(f"| {name} |" in explain.interventions() for name in catalogue())
    assert "| inspection |" in explain.levers()


@pytest.mark.skipif(not DOCUMENT.exists(), reason="not generated yet")
def test_the_documentation_holds_the_table_of_today():
    assert DOCUMENT.read_text(encoding="utf-8").strip() == explain.parameters().strip(), "run: make docs"


def test_a_barrier_is_explained_with_every_setting(capsys):
    assert main(["explain", "takedown"]) == 0
    told = capsys.readouterr().out
    assert all(f"| {p.name} |" in told for p in parameters_of(catalogue()["takedown"])) and "seize marketplaces" in told
    assert main(["explain", "takedwn"]) == 2 and "did you mean takedown?" in capsys.readouterr().err


def test_a_barrier_that_acts_at_several_stages_tells_all_and_a_shock_is_neither(capsys):
    assert main(["explain", "licensing", "demand_shock"]) == 0
    told = [line.split("  ", 1) for line in capsys.readouterr().out.splitlines() if "  " in line]
    facts = [(head, text.strip()) for head, text in told]
    stages = catalogue()["licensing"].stages()
    assert len(stages) > 1 and ("stages", ", ".join(stages)) in facts
    assert [text for head, text in facts if head == "kind"] == ["legal, preventive", "exogenous shock"]
    assert [text for head, text in facts if head == "expected"] == [
        kind.expected for kind in (catalogue()["licensing"], catalogue()["demand_shock"]) if kind.expected
    ]
