"""Measures of a replayed episode by name, as the files of the episodes name them."""

from __future__ import annotations

from collections.abc import Callable

from sim.validation.consequences import migration, policed, supply, trade

EPISODE: dict[str, Callable[..., float]] = {
    name: function
    for module in (trade, migration, supply, policed)
    for name, function in vars(module).items()
    if not name.startswith("_") and getattr(function, "__module__", "") == module.__name__
}
"""Functions (Replay, *arguments) -> figure."""
