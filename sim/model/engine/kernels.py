"""Compiled functions and the memory they work on.

``@kernel`` marks a function over columns that Python calls a few times a day; ``@helper`` a small function that is
inlined into kernels (passing an array to a function that is not inlined costs more than most of what it does).
Compiled code is kept on disk, beside the sources or, where that is not writable, in the user's cache directory. Unlike
plain numba, an entry is dropped when any module its source imports has changed, not only its own file; one that is
damaged or cannot be kept is compiled anew (``keeping``).
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import inspect
import mmap
import re
import sys
import typing
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from sim.model.engine.later import Later

Function = TypeVar("Function", bound=Callable[..., Any])

OPTIONS: Any = MappingProxyType({"nogil": True, "error_model": "numpy"})
LINE, HUGE = 64, 2**21
"""Bytes of a cache line and of a huge page."""

_PACKAGE = __name__.partition(".")[0]
_IMPORT = re.compile(r"^(?:from\s+([\w.]+)\s+import\s+(\([^)]*\)|.*)|import\s+([\w.]+))", re.MULTILINE)
_kernels: list[Later] = []


def kernel(function: Function) -> Function:
    """Compile a function over columns; it releases the interpreter lock and is cached on disk."""
    compiled = Later(function, _compile)
    _kernels.append(compiled)
    return typing.cast(Function, compiled)


def helper(function: Function) -> Function:
    """Compile a small function that kernels inline."""
    return typing.cast(Function, Later(function, _compile, forceinline=True))


def _compile(function: Callable[..., Any], **options: Any) -> Any:
    import numba

    from sim.model.engine.keeping import ForgivingCache, unkept

    compiled: Any = numba.njit(**OPTIONS, **options)(function)
    if not hasattr(compiled, "enable_caching"):  # NUMBA_DISABLE_JIT: plain Python, which the commands refuse
        return compiled
    try:
        compiled._cache = ForgivingCache(function)
    except RuntimeError:  # no directory is writable: compile in every process
        unkept(str(Path(inspect.getfile(function)).parent), "no folder for compiled code can be written")
        return compiled
    file: Any = getattr(getattr(compiled, "_cache", None), "_cache_file", None)
    if hasattr(file, "_source_stamp"):
        file._source_stamp = _stamp(function.__module__, inspect.getfile(function))
    return compiled


@functools.cache
def _stamp(module: str, path: str) -> str:
    """Hash a source file and every file of its package that it imports, directly or not."""
    own, todo = module.partition(".")[0], [path]
    seen: dict[str, bytes] = {}
    while todo:
        file = todo.pop()
        if file in seen:
            continue
        seen[file] = Path(file).read_bytes()
        for origin, names, plain in _IMPORT.findall(seen[file].decode("utf-8", "replace")):
            wanted = [plain or origin]
            wanted += [f"{origin}.{name}" for name in re.findall(r"\w+", names)] if origin else []
            for name in wanted:
                if name.partition(".")[0] in (own, _PACKAGE):
                    todo += _file_of(name)
    digest = hashlib.sha256()
    for file in sorted(seen):
        digest.update(seen[file])
    return digest.hexdigest()


@functools.cache
def _file_of(module: str) -> list[str]:
    """Return the file of a module as a list, empty where the name is not a module; imports nothing."""
    top, _, rest = module.partition(".")
    folders = getattr(sys.modules.get(top), "__path__", [])
    for folder in folders:
        place = Path(folder, *rest.split("."))
        for file in (place.with_suffix(".py") if rest else place / "__init__.py", place / "__init__.py"):
            if file.is_file():
                return [str(file)]
    return []


def compiled_kernels() -> tuple[Any, ...]:
    """Return the imported kernels, to inspect them."""
    return tuple(_kernels)


def not_yet_compiled() -> list[str]:
    """Return the names of the imported kernels for which there is no code on disk that fits their sources."""
    missing = []
    for compiled in _kernels:
        try:
            ready = bool(compiled._cache._cache_file._load_index())
        except Exception:  # without a cache, or with a damaged one
            ready = False
        if not (ready or compiled.overloads):
            missing.append(f"{compiled.py_func.__module__}.{compiled.py_func.__name__}")
    return missing


def aligned(shape: int | tuple[int, ...], dtype: DTypeLike, align: int = 64) -> NDArray[Any]:
    """Return a zeroed array whose first byte lies on a multiple of ``align`` bytes (a cache line)."""
    kind = np.dtype(dtype)
    dimensions = (shape,) if isinstance(shape, (int, np.integer)) else tuple(shape)
    size = kind.itemsize * int(np.prod(dimensions, dtype=np.int64))
    memory = _zeroed(size + align)
    start = -memory.ctypes.data % align
    return memory[start : start + size].view(kind).reshape(dimensions)


def _zeroed(size: int) -> NDArray[np.uint8]:
    """Return zeroed bytes; in huge pages where they are many and the system has them.

    An order touches rows all over tables of many megabytes: with pages of 4 KiB most of these touches wait for an
    address to be translated first.
    """
    if size < 2 * HUGE or not hasattr(mmap, "MADV_HUGEPAGE"):
        return np.zeros(size, dtype=np.uint8)
    try:
        memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        memory.madvise(mmap.MADV_HUGEPAGE)
    except OSError:  # a system that was built without them
        return np.zeros(size, dtype=np.uint8)
    return np.frombuffer(memory, dtype=np.uint8)


def aligned_copy(array: NDArray[Any], align: int = 64) -> NDArray[Any]:
    """Return a copy that keeps the alignment, which ``array.copy()`` and ``copy.deepcopy`` do not."""
    copied = aligned(array.shape, array.dtype, align)
    copied[...] = array
    return copied


_COLUMN = MappingProxyType({float: np.float64, int: np.int64, bool: np.bool_})


@functools.cache
def _record_type(kind: Any) -> np.dtype[np.void]:
    hints = typing.get_type_hints(kind)
    fields = [f.name for f in dataclasses.fields(kind) if hints[f.name] in _COLUMN]
    return np.dtype([(name, _COLUMN[hints[name]]) for name in fields], align=True)


def record_of(instance: Any) -> NDArray[np.void]:
    """Return a dataclass's float, int and bool fields as a structured array of shape (1,).

    Compiled code reads ``record[0].order_rate``. Fields of another declared type (lists, strings, optional and nested
    ones) are left out, so the record's type depends on the class alone and compiled code fits every instance.
    """
    owner: Any = type(instance)
    kind = _record_type(owner)
    record = aligned(1, kind)
    for name in kind.names or ():
        record[name] = getattr(instance, name)
    return record
