"""What is compiled when it is first used: help, forms and refusals name barriers and never wait for the compiler.

Numba is imported by the first call. Compiled code takes these objects as it takes numba's own, by ``_numba_type_``.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from operator import attrgetter
from typing import Any

_making = threading.RLock()
_OWN = f"{__name__.partition('.')[0]}."


class Later:
    """A function that ``make`` turns into compiled code, or loads from disk, once; else it behaves as what is made."""

    def __init__(self, function: Callable[..., Any], make: Callable[..., Any], **options: Any) -> None:
        functools.update_wrapper(self, function)
        self._function, self._make, self._options = function, make, options

    @functools.cached_property
    def made(self) -> Any:
        """The compiled function."""
        with _making:
            return self.__dict__.get("made") or self._make(self._function, **self._options)

    @property
    def is_made(self) -> bool:
        return "made" in self.__dict__

    __call__: Any = property(attrgetter("made"))  # the compiled function itself: no frame of Python's in between

    def __getattr__(self, name: str) -> Any:
        if name in ("_function", "_make", "_options") or (name.startswith("__") and name.endswith("__")):
            raise AttributeError(name)  # while it is unpickled or asked what it is
        return getattr(self.made, name)

    def __reduce__(self) -> Any:
        """Travel by name where it is of this package; else, as in a notebook, with its text."""
        if self.__module__.startswith(_OWN):
            return self.__qualname__
        return _again, (self._function, self._make, self._options)


def _again(function: Callable[..., Any], make: Callable[..., Any], options: dict[str, Any]) -> Later:
    return Later(function, make, **options)


class Intrinsic:
    """A word that compiled code has beyond Python's: ``meaning`` types and writes it, as ``numba.extending`` says."""

    def __init__(self, meaning: Callable[..., Any]) -> None:
        self.__name__, self.__doc__, self._meaning = meaning.__name__, meaning.__doc__, meaning

    @functools.cached_property
    def made(self) -> Any:
        """Numba's own object, kept as numba refers to it weakly."""
        from numba.extending import intrinsic

        return intrinsic(self._meaning)

    @functools.cached_property
    def _numba_type_(self) -> Any:
        from numba.core.registry import cpu_target

        made = self.made
        cpu_target.typing_context.refresh()
        return cpu_target.typing_context.resolve_value_type(made)
