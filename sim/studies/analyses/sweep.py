"""Sweep: every point of a design, with nothing made of it but its outcomes."""

from __future__ import annotations

from sim.studies.question.analysis import Analysis


class Sweep(Analysis):
    """One table of design points and one of outcomes."""
