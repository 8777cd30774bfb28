"""Rooms that moved into ``sim.model`` are found under their old names, so that barriers written before still run."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

MOVED = frozenset(("acts", "agents", "books", "catalogue", "engine", "interventions", "market", "news", "policy"))
"""Rooms that stood in ``sim`` itself."""


class Moved(MetaPathFinder, Loader):
    """Give the module of today for a name of before: the same object, as a second one would have classes of its own."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Claim the names that moved, and no other."""
        top, _, rest = fullname.partition(".")
        return ModuleSpec(fullname, self) if top == "sim" and rest.partition(".")[0] in MOVED else None

    def exec_module(self, module: ModuleType) -> None:
        """Put the module of today in the place of the empty one that was made for the old name."""
        sys.modules[module.__name__] = import_module(f"sim.model.{module.__name__.partition('.')[2]}")


def answer_to_old_names() -> None:
    """Listen to imports, once."""
    if not any(isinstance(finder, Moved) for finder in sys.meta_path):
        sys.meta_path.insert(0, Moved())
