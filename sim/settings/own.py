"""Check the user's own files against the records of what they set, each key with its file and line."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.model.interventions.registry import catalogue
from sim.settings.dated import is_dated
from sim.settings.errors import SettingsError, UnknownName, WrongType, listed, nearest
from sim.settings.files import Source, shown_path
from sim.settings.library import DEFAULTS, Library, source_of
from sim.settings.values import build, shown

OF_STUDIES = ("executor", "study")
SCHEMA = re.compile(r"/?(\w+)_schema(?:@_here_)?")


def check_barrier(library: Library, group: str, option: str, name: str) -> None:
    """Check the file of a barrier that is to stand under a name."""
    from sim.settings.model import BARRIER, intervention

    for source in sources(library, group, option):
        kinds, known = list(_schemas(source)), catalogue()
        kind = kinds[0] if kinds else None
        if len(kinds) > 1:
            raise SettingsError(f"the file stands on {len(kinds)} barriers: {listed(kinds)}", key=DEFAULTS,
                                hint="name one schema, and write two files for two", origin=source.where(DEFAULTS))  # fmt: skip # noqa: E501
        if BARRIER in source.content:
            said = source.content[BARRIER]
            raise SettingsError(f"{BARRIER}={shown(said)}: which barrier a file is follows from its defaults",
                                key=f"interventions.{name}.{BARRIER}", value=said, origin=source.where(BARRIER),
                                hint=f"write 'defaults: [/{shown(said)}_schema@_here_, _self_]'")  # fmt: skip
        if kind is None:
            continue
        if kind not in known and kind != option:
            raise UnknownName(f"no barrier '{kind}' to stand on", key=DEFAULTS, value=kind, near=nearest(kind, known),
                              allowed=listed(sorted(known)), origin=source.where(DEFAULTS))  # fmt: skip
        if kind in known:
            key = f"interventions.{name}"
            plain = _settled(_own(source), dataclasses.asdict(known[kind]()))
            intervention(name, {BARRIER: kind, **plain}, lambda k, s=source, p=key: s.where(_inner(k, p)))  # type: ignore[misc]


def check_file(library: Library, group: str, option: str, default: Any, package: str = "", extra: Sequence[str] = ()) -> None:  # fmt: skip # noqa: E501
    """Check a file that sets fields of ``default``, which stands under ``package`` where the file has no header.

    ``extra``: further keys it may have, checked elsewhere.
    """
    for source in sources(library, group, option):
        header = source.package or package
        at = "" if header == "_global_" else header
        content = {key: value for key, value in _own(source).items() if key not in extra}
        for part in reversed(at.split(".") if at else []):
            content = {part: content}
        plain = _settled(content, dataclasses.asdict(default))
        try:
            build(default, plain, "", lambda key, s=source, p=at: s.where(_inner(key, p)))  # type: ignore[misc]
        except SettingsError as error:
            top = _inner(error.key, at).split(".")[0]
            if at and not source.package and top in {f.name for f in dataclasses.fields(default)}:
                # Without a header the file fills its group, and settings of the run are not found there.
                error = type(error)(error.problem, key=error.key, value=error.value, origin=error.origin,
                                    hint="for settings of the run begin it with '# @package _global_'")  # fmt: skip
            raise error from None


def sources(library: Library, group: str, option: str) -> Iterator[Source]:
    """Yield the user's file of a choice and those of the user's that it takes in, checked for circles."""
    yield from _included(library, group, option, ())


def _included(library: Library, group: str, option: str, above: tuple[Path, ...]) -> Iterator[Source]:
    file = library.groups.get(group, {}).get(option)
    if not isinstance(file, Path) or not library.is_own(file):
        return
    if file in above:
        raise SettingsError(f"{file.name} takes itself in", key=DEFAULTS, origin=shown_path(file),
                            hint="remove its own name from its defaults")  # fmt: skip
    source = source_of(file)
    entries = source.content.get(DEFAULTS, [])
    if not isinstance(entries, list):
        raise SettingsError("defaults is not a list", key=DEFAULTS, hint="write 'defaults: [western, _self_]'",
                            origin=source.where(DEFAULTS))  # fmt: skip
    yield source
    for place, entry in enumerate(entries):
        _check_entry(library, entry, group, source.where(f"{DEFAULTS}[{place}]"))
        for other, name in _named(entry, group):
            yield from _included(library, other, name, (*above, file))


def _check_entry(library: Library, entry: Any, group: str, origin: str) -> None:
    """Refuse an entry of a defaults list that names no file; Hydra's own refusal names neither line nor match."""
    if entry == "_self_" or (isinstance(entry, str) and SCHEMA.fullmatch(entry)):
        return
    names = list(entry.items()) if isinstance(entry, Mapping) else []
    fits = isinstance(entry, str) or (len(names) == 1 and isinstance(names[0][0], str) and _are_names(names[0][1]))
    if not fits:
        raise WrongType(f"{DEFAULTS}: {shown(entry)} names no file to take in", key=DEFAULTS, value=entry,
                        hint="write 'defaults: [western, _self_]'", origin=origin)  # fmt: skip
    if names and (str(names[0][0]).startswith("optional ") or names[0][1] is None):
        return
    for other, name in _named(entry, group):
        options = library.groups.get(other, {})
        if other in OF_STUDIES and group not in OF_STUDIES:
            raise UnknownName(f"{DEFAULTS}: {other} is of a study, and no part of {group}", key=DEFAULTS, value=name,
                              hint=f"write {other}={name} beside it", origin=origin)  # fmt: skip
        if name not in options:
            near = nearest(name, options) or nearest(other, library.groups)
            raise UnknownName(f"{DEFAULTS}: no {other or 'group'} '{name}' to take in", key=DEFAULTS, value=name,
                              near=near, allowed=listed(list(options or library.groups)), origin=origin)  # fmt: skip


def _are_names(value: Any) -> bool:
    return value is None or all(isinstance(name, str) for name in (value if isinstance(value, list) else [value]))


def _named(entry: Any, group: str) -> Iterator[tuple[str, str]]:
    """Yield the groups and options that an entry of a defaults list names."""
    if isinstance(entry, str):
        path = entry.split("@")[0].removesuffix(".yaml")
        parent, _, name = path.strip("/").rpartition("/")
        yield (parent if path.startswith("/") else f"{group}/{parent}".rstrip("/")), name
    elif isinstance(entry, Mapping):
        for key, names in entry.items():
            other = str(key).removeprefix("override ").removeprefix("optional ").split("@")[0]
            other = other.strip("/") if other.startswith("/") else f"{group}/{other}"
            for name in names if isinstance(names, list) else [names]:
                yield other, str(name)


def _schemas(source: Source) -> Iterator[str]:
    for entry in source.content.get(DEFAULTS, []):
        found = SCHEMA.fullmatch(entry) if isinstance(entry, str) else None
        if found:
            yield found[1]


def _own(source: Source) -> dict[str, Any]:
    return {str(key): value for key, value in source.content.items() if key != DEFAULTS}


def _inner(key: str, package: str) -> str:
    return key.removeprefix(f"{package}.") if package and key.startswith(f"{package}.") else key


def _settled(content: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Put defaults in the place of dates and of values that follow another setting: checked once they are known."""
    plain: dict[str, Any] = {}
    for key, value in content.items():
        usual = defaults.get(key)
        if isinstance(value, Mapping) and isinstance(usual, Mapping):
            plain[key] = _settled(value, usual)
        elif ("${" in str(value) or is_dated(str(key), value)) and key in defaults:
            plain[key] = usual
        else:
            plain[key] = value
    return {key: value for key, value in plain.items() if key != "interventions"}
