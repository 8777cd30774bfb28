"""Compose settings from configuration files and typed words: Hydra's composition, our checks and wording."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from copy import deepcopy
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hydra import compose as hydra_compose
from hydra import initialize_config_dir
from hydra._internal.hydra import Hydra
from hydra._internal.utils import create_config_search_path
from hydra.core.global_hydra import GlobalHydra
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.model.engine.parameters import parameters_of
from sim.model.interventions.registry import catalogue
from sim.observations.calendar import parsed
from sim.settings.dated import DATED, ZERO, is_dated
from sim.settings.errors import SettingsError, UnknownName, listed, short
from sim.settings.files import load, shown_path
from sim.settings.grammar import refuse_resolvers
from sim.settings.library import BARRIERS, Library, Made, Option, place_of, source_of, target_keys
from sim.settings.model import BARRIER, Settings, intervention
from sim.settings.observed import Observed, observed, put_in, with_places
from sim.settings.origins import NOWHERE, Origins
from sim.settings.own import check_barrier, check_file, sources
from sim.settings.schema import register
from sim.settings.stored import put_under, take_from
from sim.settings.typed_words import OUTPUT, Words, not_from_a_file, understand
from sim.settings.values import build

RUN = "config"
"""Name of the configuration of a run, beside those of studies."""


def compose(overrides: Sequence[str] = (), config_dir: str | Path | None = None) -> Settings:
    """Compose, build and check the settings of one run.

    A barrier's YAML becomes its class so: the library finds the file, Hydra lays it over the schema that its
    ``defaults`` name (made from the class, :func:`sim.settings.schema.mirror`), and
    :func:`sim.settings.model.intervention` builds the class that the schema's entry ``barrier`` names.

    ``overrides``: words such as ``+intervention=takedown`` or ``days=730``; ``config_dir``: a folder with further
    configuration groups. Raises SettingsError, whose text is one line.
    """
    library = Library.of(config_dir)
    typed, folder = take_from(overrides)
    words = understand(typed, library)
    start = put_under(words, folder) if folder else []
    origins = Origins(words, library)
    _check_typed(words, origins)
    _check_headers(words, library)
    _check_own(words, library)
    options = library.groups[BARRIERS]
    chosen = list(words.chosen.values())
    register(chosen, [option for option in chosen if isinstance(options[option], Made)])
    try:
        plain = composition(RUN, words.groups + words.keys, library)
    except (HydraException, OmegaConfBaseException) as error:
        raise _diagnose(error, words, origins) from None
    _refuse_targets(plain, origins)
    if plain.get(OUTPUT) is not None and OUTPUT not in words.values:
        raise not_from_a_file(str(plain[OUTPUT]), origins(OUTPUT))
    _check_packages(plain, words, library)
    _replace_mappings(plain, words, library)
    notes = _anchored(plain, words, library)
    seen = _observed(plain, origins)
    if seen is not None:
        notes += put_in(plain, seen, words.values, origins)
    settings = Settings.from_dict(plain, origin=with_places(origins, seen), overrides=tuple(map(str, overrides)))
    return dataclasses.replace(settings, notes=(*_taken(words, library), *start, *notes, *settings.notes))


def _anchored(plain: dict[str, Any], words: Words, library: Library) -> list[str]:
    """Where the start is a date and day 0 has none, let day 0 be as long before it as barriers start by default."""
    if plain.get(ZERO) is not None or not is_dated(DATED, plain.get(DATED)):
        return []
    rest = [word for word in words.keys if word.partition("=")[0].lstrip("+~") != DATED]
    usual = composition(RUN, words.groups + rest, library)[DATED]
    try:
        plain[ZERO] = (parsed(plain[DATED]) - timedelta(days=usual)).isoformat()
    except (OverflowError, TypeError, ValueError):
        return []  # no such day: told where all settings are checked
    return [f"day 0 is {plain[ZERO]}, so that {plain[DATED]} is day {usual}"]


def _observed(plain: dict[str, Any], origins: Origins) -> Observed | None:
    """Read the folder of data that the settings name."""
    folder = plain.get("data")
    if folder is None:
        return None
    build(Settings(), {name: plain[name] for name in ("data", "replay")}, "", origins)
    return observed(str(folder), bool(plain["replay"]), origins("data"))


def _check_own(words: Words, library: Library) -> None:
    """Check the user's own files before Hydra reads them."""
    for name, option in words.chosen.items():
        check_barrier(library, BARRIERS, option, name)
    for group, option in {**library.default_choices, **words.options}.items():
        check_file(library, group, option, Settings(), group)
    root = library.root(RUN)
    if library.is_own(root):
        load(root)


def _replace_mappings(plain: dict[str, Any], words: Words, library: Library) -> None:
    """Let shares that are given as a whole replace the built-in ones, where Hydra would merge both to more than 1."""
    given: dict[str, Any] = {}
    for group, option in {**library.default_choices, **words.options}.items():
        for source in reversed(list(sources(library, group, option))):
            at = "" if source.package == "_global_" else source.package or group
            given |= {_joined(at, key): value for key, value in _mappings(source.content)}
    for key, value in words.values.items():
        parent, _, entry = key.rpartition(".")
        if isinstance(value, Mapping) and "${" not in str(value):
            given[key] = value
        elif parent in given:
            given[parent] = {**given[parent], entry: value}
    for name in (p.name for p in parameters_of(Settings().ecosystem, "ecosystem.") if isinstance(p.value, dict)):
        if name in given and "${" not in str(given[name]):
            *parents, last = name.split(".")
            place = plain
            for part in parents:
                place = place[part]
            place[last] = dict(given[name])


def _joined(at: str, key: str) -> str:
    return f"{at}.{key}" if at else key


def _mappings(content: Mapping[str, Any], key: str = "") -> list[tuple[str, Any]]:
    """List the mappings of a tree by dotted key."""
    found: list[tuple[str, Any]] = []
    for name, value in content.items():
        if isinstance(value, Mapping):
            full = _joined(key, str(name))
            found += [(full, value), *_mappings(value, full)]
    return found


def _taken(words: Words, library: Library) -> list[str]:
    """Say which files of the user stand in the place of built-in ones."""
    used = [(BARRIERS, option) for option in words.chosen.values()]
    used += {**library.default_choices, **words.options}.items()
    files = [(group, option, library.replaces(group, option)) for group, option in dict.fromkeys(used)]
    notes = [f"{group} {option} is {shown_path(file)}, not the built-in one" for group, option, file in files if file]
    root = library.root(RUN)
    return notes + ([f"{shown_path(root)} stands for the built-in config.yaml"] if library.is_own(root) else [])


def _check_typed(words: Words, origins: Origins) -> None:
    """Check each typed value by itself, which says more than Hydra's refusal and comes sooner."""
    for key, value in words.values.items():
        if "${" in str(value) or "_target_" in key or is_dated(key, value):
            continue
        root, *rest = key.split(".")
        if root != "interventions":
            build(Settings(), {root: _nested(rest, value)}, "", origins)
        elif words.chosen[rest[0]] in catalogue() and len(rest) > 1:
            plain = _nested(rest[1:], value)
            intervention(rest[0], {BARRIER: words.chosen[rest[0]], **plain}, origins)


def _nested(keys: list[str], value: Any) -> Any:
    return {keys[0]: _nested(keys[1:], value)} if keys else value


def composition(name: str, words: Sequence[str], library: Library) -> dict[str, Any]:
    """Compose a configuration to plain values; a file of the user comes before a built-in one of its name."""
    library.root(name)  # refused where it is the user's and lacks what everything stands on
    try:
        if name == RUN and library.extra is None:
            return deepcopy(_built_in(tuple(words), library.own, tuple(catalogue().items())))
        return resolved(_put_together(name, words, library))
    except (HydraException, OmegaConfBaseException, SettingsError):
        raise
    except Exception as error:  # in a way that Hydra does not foresee
        reason = "they refer to each other without end" if isinstance(error, RecursionError) else str(error)
        raise SettingsError(f"the configuration files do not fit together: {short(reason, 100)}", key="configuration",
                            origin=shown_path(library.extra or library.own)) from None  # fmt: skip


@lru_cache(maxsize=32)
def _built_in(words: tuple[str, ...], own: Path, known: tuple[tuple[str, type], ...]) -> dict[str, Any]:
    """Compose a run from files that do not change with the program running; a study asks for the same several times.

    ``known``: the barriers there are, which may be others next time.
    """
    return resolved(_put_together(RUN, words, Library(own)))


def _put_together(name: str, words: Sequence[str], library: Library) -> Any:
    bare = library.bare
    with TemporaryDirectory() if bare else nullcontext() as made:
        folders = [str(folder) for folder in (library.extra, made) if folder is not None]
        for option, source in bare.items():  # Hydra reads files alone, and these leave out what it has to know
            file = Path(str(made)) / BARRIERS / f"{option}.yaml"
            file.parent.mkdir(exist_ok=True)
            content = yaml.safe_dump(source.content, sort_keys=False, allow_unicode=True)
            file.write_text(f"# @package {source.package}\n{content}", encoding="utf-8")
        with initialize_config_dir(version_base="1.3", config_dir=str(library.own)):
            if folders:
                places = create_config_search_path(str(library.own))
                for folder in folders:
                    places.prepend(provider="user", path=f"file://{folder}")
                GlobalHydra.instance().clear()
                Hydra.create_main_hydra2(task_name="sim", config_search_path=places)
            return hydra_compose(name, overrides=list(words))


def resolved(config: Any) -> dict[str, Any]:
    """Give the plain values of a configuration; refuse what would read the environment or call a function."""
    for key, value in _leaves(OmegaConf.to_container(config, resolve=False)):
        refuse_resolvers(key, value, "configuration files")
    return OmegaConf.to_container(config, resolve=True, throw_on_missing=True)  # type: ignore[return-value]


def _leaves(plain: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(plain, dict):
        for name, value in plain.items():
            yield from _leaves(value, _joined(key, str(name)))
    elif isinstance(plain, list):
        for index, value in enumerate(plain):
            yield from _leaves(value, f"{key}[{index}]")
    elif isinstance(plain, str):
        yield key, plain


def _refuse_targets(plain: dict[str, Any], origins: Origins) -> None:
    for key in target_keys(plain):
        raise SettingsError(f"{key}: settings never name code to call", key=key, hint="remove the entry",
                            origin=origins(key))  # fmt: skip


def _check_headers(words: Words, library: Library) -> None:
    """Refuse a barrier's file without the header that says where its entries belong."""
    for name, option in words.chosen.items():
        file = library.groups[BARRIERS][option]
        package = source_of(file).package
        named = rf"interventions\.{name}" if name == option else r"interventions\.[A-Za-z_]\w*"
        if not re.fullmatch(named, package):
            raise _headless(name, file)


def _check_packages(plain: dict[str, Any], words: Words, library: Library) -> None:
    """Refuse a chosen barrier whose file put it elsewhere than under its name."""
    for name, option in words.chosen.items():
        if name not in plain["interventions"]:
            raise _headless(name, library.groups[BARRIERS][option])


def _headless(name: str, file: Option) -> SettingsError:
    return SettingsError(f"the file of barrier '{name}' does not put it under that name", key=f"interventions.{name}",
                         hint=f"begin it with '# @package interventions.{name}' and then 'defaults: "
                              "[/BARRIER_schema@_here_, _self_]'", origin=place_of(file))  # fmt: skip


def _diagnose(error: Exception, words: Words, origins: Origins) -> SettingsError:
    """Word a refusal of Hydra; typed values are checked before, so most often a file is at fault."""
    for option in words.chosen.values():
        if f"{option}_schema" in str(error) and option not in catalogue():
            return UnknownName(f"barrier '{option}' has a configuration and no class in this version", key=BARRIERS,
                               value=option, allowed=listed(sorted(catalogue())), origin=origins(BARRIERS))  # fmt: skip
    return _worded(error, origins)


def plainly(text: str) -> str:
    """Say a refusal of Hydra in words of settings."""
    text = re.sub(r"^In '[^']+': \w+ raised while composing config:\s*", "", text)
    return re.sub(r"Key '([\w.]+)' (?:is )?not in '\w+'", r"no setting '\1'", text)


def _worded(error: BaseException, origins: Origins) -> SettingsError:
    """Give the innermost message of a chain of exceptions in one line."""
    key = ""
    while True:
        key = getattr(error, "full_key", None) or key
        if error.__cause__ is None:
            break
        error = error.__cause__
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    kept = [line for line in lines if not line.startswith(("full_key:", "object_type=", "reference_type="))]
    told = plainly(" ".join(kept[:2])) or type(error).__name__
    problem = f"{key}: {told}" if key and key not in told else told
    own = ", ".join(origins.own_files())
    where = origins(key) if key else own
    return SettingsError(problem, key=key, origin=where if where and where != NOWHERE else own or "configuration files")
