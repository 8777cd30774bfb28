"""The typed schema Hydra composes against, mirrored from the parameter records."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, get_origin

from hydra.core.config_store import ConfigStore

from sim.model.interventions.registry import catalogue
from sim.settings.dated import DATED
from sim.settings.library import BARRIERS, MADE
from sim.settings.model import BARRIER, Settings
from sim.settings.values import types_of


def mirror(instance: Any, **extra: str) -> Any:
    """Copy a frozen parameter object into one of a like-named unfrozen class.

    OmegaConf makes nodes of frozen dataclasses read-only, and then no setting could be overridden. ``extra``: text
    fields that only the mirror has.
    """
    owner: Any = type(instance)
    like = _mirror_class(owner, tuple(sorted(extra.items())))
    values = {}
    for name in (f.name for f in dataclasses.fields(like) if f.name not in extra):
        value = getattr(instance, name)
        values[name] = mirror(value) if dataclasses.is_dataclass(value) else value
    return like(**values, **extra)


@cache
def _mirror_class(owner: Any, extra: tuple[tuple[str, str], ...]) -> Any:
    hints = types_of(owner)
    fields: list[tuple[str, Any, Any]] = [(name, str, dataclasses.field(default=value)) for name, value in extra]
    default = owner()
    for name, kind in ((f.name, hints[f.name]) for f in dataclasses.fields(owner)):
        value = getattr(default, name)
        if name == DATED:
            kind = Any  # or a date
        if get_origin(kind) is tuple:
            continue  # the record of what was typed, no setting
        if get_origin(kind) is Mapping:
            kind = dict[str, Any]  # the barriers: each brings its own schema
        elif dataclasses.is_dataclass(value):
            kind = _mirror_class(value.__class__, ())
        fields.append((name, kind, dataclasses.field(default_factory=_copier(value))))
    return dataclasses.make_dataclass(owner.__name__, fields)


def _copier(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return lambda: mirror(value)
    return value.copy if isinstance(value, (list, dict)) else lambda: value


def register(chosen: Iterable[str], made: Iterable[str] = ()) -> None:
    """Put the schemas into Hydra's store: ``settings_schema`` and ``<barrier>_schema`` for the barriers chosen.

    They have no group, so that help does not list them among the choices. A choice that is no barrier of the catalogue
    is a user's file, which may stand on any of them: then all are registered. ``made``: those of the chosen that have
    no file; beside a file of the same name an option would be taken for its schema.
    """
    known = catalogue()
    _register_base()
    for name in known if any(c not in known for c in chosen) else chosen:
        _register_barrier(name, known[name])
    for name in made:
        _register_option(name, known[name])


@cache
def _register_base() -> None:
    store = ConfigStore.instance()
    store.store(name="settings_schema", node=mirror(Settings()))
    # Hydra copies its sources, and with them all schemas there are, at each composition: half of its time. What it
    # loads from the store it copies again, so that nobody can change what is kept.
    store.__deepcopy__ = lambda _: store  # type: ignore[attr-defined]


def _register_barrier(name: str, kind: Any) -> None:
    ConfigStore.instance().store(name=f"{name}_schema", node=mirror(kind(), **{BARRIER: name}))


def _register_option(name: str, kind: Any) -> None:
    """Say what a file would say, for a barrier that has none."""
    option = mirror(kind(), **{BARRIER: name})
    option.start = MADE["start"]
    ConfigStore.instance().store(group=BARRIERS, name=name, package=f"interventions.{name}", node=option)
