"""Give memory back while a worker runs thousands of worlds.

A world's objects refer to each other in circles, so they go when the collector comes round, and the C library keeps
the gaps that its arrays leave. Neither is a leak, but a worker would grow by a few hundred megabytes in a long study.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from functools import cache
from typing import Any

EVERY = 50
"""Tasks between two tidyings."""
_tasks = 0


def tidy() -> None:
    """Collect circles and hand free pages back, once in so many calls."""
    global _tasks
    _tasks += 1
    if _tasks % EVERY == 0:
        gc.collect()
        library = _libc()
        if library is not None:
            library.malloc_trim(0)


@cache
def _libc() -> Any:
    """Give the C library where it has malloc_trim (glibc), else None."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None
