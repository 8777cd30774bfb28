"""Barriers from outside the package: a class in a script, a file of a folder, or a package that announces some.

A file that does not work is left out with one line that says why; nothing else is affected.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.abc
import importlib.util
import inspect
import re
import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from sim.model.interventions.base import KINDS, STAGES, Intervention, inside
from sim.model.interventions.fields import check_fields
from sim.model.interventions.parcels import parcel, plain_parcel

GROUP = "barrierlife.barriers"
"""Entry points of this group name a barrier's class: ``my_barrier = "my_package.module:MyBarrier"``."""

MOST_TOLD = 200
"""Characters of a reason that are told."""


@dataclass(frozen=True)
class Outside:
    """A barrier's class, with the text of its file, where it was read from one, so that workers can read it too."""

    kind: type[Intervention]
    file: str = ""
    text: str = ""


_known: dict[str, Outside] = {}
left_out: dict[str, str] = {}
"""Files and entry points that do not work, each with a line that says why; emptied once it was told."""
refused: dict[str, tuple[str, str]] = {}
"""The same by the names that their barriers would have had, with place and reason: for who asks for one of them."""


def outside() -> dict[str, type[Intervention]]:
    """Return the barriers from outside the package by name."""
    _announced()
    return {name: entry.kind for name, entry in _known.items()}


def add(kind: type[Intervention], name: str = "") -> str:
    """Make a class known under a name, its own in small letters if none is given; return the name."""
    return _add(name or _small(kind), Outside(kind))


def known_as(name: str) -> str | None:
    """Give the name of the file whose class has this name in small letters; None where there is none."""
    return next((known for known, entry in _known.items() if _small(entry.kind) == name), None)


def _small(kind: type[Intervention]) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind.__name__).lower()


def _add(name: str, entry: Outside) -> str:
    """Check what a barrier owes the program and make it known; raise ValueError where it falls short."""
    kind = entry.kind
    if not re.fullmatch(r"[a-z]\w*", name):
        raise ValueError(f"'{name}' is no name for a barrier: small letters, digits and _ are")
    if name in inside():
        raise ValueError(f"'{name}' is the name of a barrier of this program; give it another")
    if "__dataclass_params__" not in vars(kind) or not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        raise ValueError(f"{kind.__name__} is no @dataclass(frozen=True)")
    if kind.stage not in STAGES or kind.kind not in KINDS:
        raise ValueError(f"{kind.__name__}: stage is one of {', '.join(STAGES)}; kind one of {', '.join(KINDS)}")
    check_fields(kind)
    _known[name] = entry
    refused.pop(name, None)
    return name


def load_folder(folder: str | Path) -> list[str]:
    """Read every file of a folder that holds a barrier; return their names.

    Files that begin with ``_`` or ``test_`` are none. What does not work is left out and told in ``left_out``. Raises
    ValueError if there is no such folder.
    """
    place = Path(folder).expanduser()
    if not str(folder).strip() or not place.is_dir():  # no name at all would be the working folder
        raise ValueError(f"{str(folder) or repr(folder)} is not a folder")
    names = []
    for file in sorted(place.glob("*.py")):
        if not file.name.startswith(("_", "test_")):
            try:
                names.append(_read(file.stem, str(file), file.read_text(encoding="utf-8")))
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # whatever a user's file does, sys.exit among it
                _leave_out(file.stem, str(file), error)
    return names


def text_digest(kind: type[Intervention]) -> str:
    """Digest what a barrier from outside says, so that results tell which text they are of; "" for one of ours."""
    if kind in inside().values():
        return ""
    entry = next((entry for entry in outside_entries() if entry.kind is kind), Outside(kind))
    try:
        text = entry.text or inspect.getsource(sys.modules.get(kind.__module__, kind))  # type: ignore[arg-type]
    except (OSError, TypeError):
        text = repr(sorted((f.name, repr(f.default)) for f in dataclasses.fields(kind)))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def outside_entries() -> tuple[Outside, ...]:
    """Return what is known from outside."""
    return tuple(_known.values())


@parcel.register(Intervention)
def _parcel(barrier: Intervention) -> tuple[Any, ...]:
    """Say how a barrier travels to a worker: by the name of its class, with the text of its file, where it has one."""
    for name, entry in _known.items():
        if entry.kind is type(barrier) and entry.text:
            return _unpacked, (name, entry.file, entry.text, dict(vars(barrier)))
    return plain_parcel(barrier)


def _unpacked(name: str, file: str, text: str, values: dict[str, Any]) -> Intervention:
    """Make a barrier of a file's text, which is read if this process has not read it yet."""
    if name not in _known or _known[name].text != text:
        _read(name, file, text)
    return _known[name].kind(**values)


class _Text(importlib.abc.InspectLoader):
    """Load a module from text."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text

    def get_source(self, fullname: str) -> str:
        return self.text

    def get_code(self, fullname: str) -> Any:
        return self.source_to_code(self.text, self.file)


def _read(name: str, file: str, text: str) -> str:
    module = _module(f"barriers_outside.{name}", _Text(file, text))
    kinds = [m for m in vars(module).values() if inspect.isclass(m) and issubclass(m, Intervention)]
    own = [kind for kind in dict.fromkeys(kinds) if kind.__module__ == module.__name__]
    if len(own) != 1:
        raise ValueError(f"it holds {'several barriers' if own else 'no barrier'}; one file holds one")
    return _add(name, Outside(own[0], Path(file).name, text))


def _module(name: str, loader: _Text) -> ModuleType:
    spec = importlib.util.spec_from_loader(name, loader, origin=loader.file)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    module.__file__ = loader.file
    sys.modules[name] = module  # dataclasses look their own module up
    try:
        loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


@cache
def _announced() -> None:
    """Take up what installed packages announce, once."""
    for point in entry_points(group=GROUP):
        try:
            _add(point.name, Outside(point.load()))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            _leave_out(point.name, f"entry point {point.name}", error)


def _leave_out(name: str, place: str, error: BaseException) -> None:
    left_out[place] = why = _why(error)
    refused[name] = place, why


def _why(error: BaseException) -> str:
    lines = str(error).strip().splitlines() or ["no message"]
    return f"{type(error).__name__}: {lines[0][:MOST_TOLD]}"
