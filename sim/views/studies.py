"""Pictures of a study, each a pure function of a table."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure


def draw_study(study: Any) -> dict[str, Figure]:
    """Draw what a study's tables allow, by name."""
    return {}
