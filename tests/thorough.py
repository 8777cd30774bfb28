"""Which of a kind are tested every time, and which by ``make check``."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest


def some_always(everything: Iterable[Any], always: Collection[Any]) -> list[Any]:
    """Give what to parametrize over: ``always`` as they are, the others marked long."""
    listed = list(everything)
    lost = [item for item in always if item not in listed]
    if lost:
        raise ValueError(f"{lost} are tested every time and not there")
    return [item if item in always else _long(item) for item in listed]


def _long(item: Any) -> Any:
    return pytest.param(*(item if isinstance(item, tuple) else (item,)), marks=pytest.mark.long)
