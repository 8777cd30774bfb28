"""From which size of the world on effects do not hang on it; the one place that says so."""

from __future__ import annotations

ENOUGH = 50_000
"""Buyers from which effects do not hang on the size of the world.

`python -m sim validate sizes` holds 20,000, 50,000, 200,000 and 1,000,000 beside each other (docs/sizes.md): of the
effects of a year no more differ at 50,000 from those of the largest than chance explains, at 20,000 one in five. In
smaller worlds a rival has a handful of vendors, so that buyers miss goods which the real market always has somewhere:
effects of barriers come out up to three times too large.
"""


def is_thin(buyers: float) -> bool:
    """Tell whether a world of so many buyers is too thin to stand for the real market."""
    return 0 < buyers < ENOUGH
