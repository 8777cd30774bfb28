"""Compiled code on disk, where a damaged file or a full disk costs a compilation and not the run."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Any

from numba.core.caching import FunctionCache

TOLD = "SIM_CACHE_TOLD"
"""Set once it was said, also for worker processes: one line is enough."""


class ForgivingCache(FunctionCache):  # type: ignore[misc]
    """The cache of a compiled function; what cannot be read or written is left out, and said once."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the code on disk, or None where there is none that can be used."""
        try:
            return super().load_overload(sig, target_context)
        except Exception as error:  # empty, cut, of another make, or not to be read
            self._drop(error)
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep the code on disk where that can be."""
        try:
            super().save_overload(sig, data)
        except Exception as error:
            self._drop(error)

    def _drop(self, error: Exception) -> None:
        """Remove a damaged file, so that it is written anew; say what stands in the way."""
        if isinstance(error, OSError):
            unkept(str(error.filename or self.cache_path), error.strerror or str(error))
            return
        index = Path(self._cache_file._index_path)
        with contextlib.suppress(OSError):
            index.unlink()  # its entries are compiled, and then listed, anew
        unkept(str(index), f"damaged ({type(error).__name__})")


def unkept(place: str, reason: str) -> None:
    """Say once that compiled code is not taken from disk or not kept there."""
    if os.environ.get(TOLD):
        return
    os.environ[TOLD] = "1"
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(f"note: compiled code is made anew: {place}: {reason}", file=sys.stderr, flush=True)
