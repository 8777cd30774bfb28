"""Outcomes of several scenarios in a table, each with its interval."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sim.effects import OUTCOMES
from sim.views import words
from sim.views.finding import Finding
from sim.views.page import Html, element, escape, table, tied


def cell(finding: Finding, outcome: str) -> Html:
    """Estimate with its interval below."""
    if not finding.row(outcome):
        return Html("-")
    value, bounds = finding.cell(outcome)
    return Html(escape(tied(value)) + (element("small", tied(bounds)) if bounds != "-" else ""))


def comparison(findings: Mapping[str, Finding], outcomes: Sequence[str]) -> Html:
    """Show outcomes as rows and scenarios as columns, each with its interval below."""
    told = [name for name in outcomes if any(finding.row(name) for finding in findings.values())]
    present = [name for name in told if any(not math.isnan(finding.value(name)) for finding in findings.values())]
    rows = [
        (f"{OUTCOMES[name].label}{_unit(name)}", *(cell(finding, name) for finding in findings.values()))
        for name in present
    ]
    head = ["", *(words.spoken(name) for name in findings)]
    note = "The world with the barrier against its twin without; small: 95 % interval."
    sizes = dict.fromkeys(finding.size for finding in findings.values() if finding.size)
    if sizes:
        note += f" Counts are {words.listing(list(sizes))}."
    return table(head, rows, note) if rows else element("p", "Not recorded in this run.", class_="note")


def _unit(name: str) -> str:
    unit = OUTCOMES[name].unit
    plain_label = OUTCOMES[name].label
    return (
        f" ({unit})"
        if unit in ("orders", "vendors", "marketplaces", "doses", "users") and unit not in plain_label
        else ""
    )
