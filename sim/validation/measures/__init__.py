"""Measures of a watched run by name, as the data files of the evidence name them."""

from __future__ import annotations

from collections.abc import Callable

from sim.validation.measures import borders, marketplaces, orders, traders

STEADY: dict[str, Callable[..., float]] = {
    name: function
    for module in (orders, traders, marketplaces, borders)
    for name, function in vars(module).items()
    if not name.startswith("_") and getattr(function, "__module__", "") == module.__name__
}
"""Functions (Observation, *arguments) -> figure."""
