"""How an object travels to a worker, another process that may not have its class."""

from __future__ import annotations

import sys
from functools import singledispatch
from typing import Any


def plain_parcel(thing: object) -> tuple[Any, ...]:
    """Say how an object travels: by its class, with all that the class says where it stands in no file."""
    kind, values = type(thing), dict(vars(thing))
    if _of_a_notebook(kind):
        import cloudpickle

        return _whole, (cloudpickle.dumps(kind), values)
    return _again, (kind, values)


parcel = singledispatch(plain_parcel)
"""The same, and what was registered for a class: barriers read from a file, in ``interventions/outside.py``."""


def _of_a_notebook(kind: type) -> bool:
    """Tell whether a class stands in no file, which another process could read it from."""
    return kind.__module__ == "__main__" and not hasattr(sys.modules["__main__"], "__file__")


def _whole(kind: bytes, values: dict[str, Any]) -> Any:
    """Make an object of a class that travelled with all it says."""
    import pickle

    return pickle.loads(kind)(**values)  # noqa: S301  from the process that started this one


def _again(kind: type, values: dict[str, Any]) -> Any:
    return kind(**values)
