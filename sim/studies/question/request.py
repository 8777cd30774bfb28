"""What was asked for, read from typed words and from the file of a study: options, scenarios, words for the runs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hydra.core.config_store import ConfigStore
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.settings.composition import composition, plainly
from sim.settings.errors import TYPED, Contradiction, SettingsError, UnknownName, WrongType, listed, nearest, short
from sim.settings.grammar import Grammar, refuse_in_words
from sim.settings.library import Library, place_of, target_keys
from sim.settings.own import check_file, sources
from sim.settings.places import Placed, origin_of
from sim.settings.places import named as _name
from sim.settings.schema import mirror
from sim.settings.typed_words import OUTPUT, ROOT, readable
from sim.settings.values import SWITCHES, Origin, build
from sim.studies.question.case import SPEED_ONLY
from sim.studies.question.filed import GROUPS, Filed, check_words
from sim.studies.question.members import Members, read_members
from sim.studies.question.options import NAMES, StudyOptions
from sim.studies.question.table import DESIGN, Points, is_table, read_points

LONGEST_NAME = 80
"""Letters of a scenario's name, which stands in every table."""
RENAMED = {
    "channels": ("channel is of delivery, and a way of re-organisation is called way", "write ways=true"),
    "method": ("each method is an analysis of its own", "write analysis=morris or analysis=sobol"),
}
"""Options of earlier versions, why they are gone, and what is written instead."""


@dataclass(frozen=True)
class Request:
    """What was asked for: the study's options, its named scenarios as words, and the words for the runs themselves.

    ``auto``: replicates are added until the criterion is known well enough; ``members``: of its ensemble, if any;
    ``points``: those of a table of the user's own; ``filed``: where each option was said.
    """

    options: StudyOptions
    scenarios: Mapping[str, tuple[str, ...]]
    words: tuple[str, ...]
    auto: bool = False
    members: Members = ()
    points: Points | None = None
    filed: Filed | None = field(default=None, compare=False)

    def at_home(self, error: SettingsError) -> SettingsError:
        """Give an error with file and line where what it tells of stands in a file, rather than was typed."""
        if error.origin not in ("", TYPED) and not error.origin.startswith(f"{TYPED}: "):
            return error
        about = _name(error.origin.removeprefix(f"{TYPED}: ")) if error.origin.startswith(f"{TYPED}: ") else error.key
        words = [*(word for own in self.scenarios.values() for word in own), *self.words]
        place = next((origin_of(word) for word in words if _name(word) == about and isinstance(word, Placed)), "")
        if not place and self.filed is not None and _root(about) in NAMES:
            place = self.filed(about)
        if not place:
            return error
        details = {name: getattr(error, name) for name in ("key", "value", "allowed", "near", "hint")}
        return type(error)(error.problem, **details, origin=place)


def read_request(words: Sequence[str], config_dir: str | Path | None = None, **defaults: Any) -> Request:
    """Sort the words into options of the study and words for the runs, and compose the options.

    ``defaults``: values of options where nothing else is said. Raises SettingsError.
    """
    library = Library.of(config_dir)
    refuse_in_words(list(words))
    words, file = _ensemble_file(words)
    words, table = _design_file(words)
    own = [word for word in words if _root(word) in (*NAMES, *GROUPS)]
    rest = [word for word in words if word not in own]
    own = [readable(word) if _root(word) == "objective" else word for word in own]
    for word in rest:
        _check_name(word, library)
    _check_typed(own, library)
    plain = _compose(own, defaults, library)
    for key in target_keys(plain):
        raise SettingsError(f"{key}: settings never name code to call", key=key, hint="remove the entry")
    origin = Filed(own, library)
    scenarios = _scenarios(plain.pop("scenarios", None) or {}, origin)
    options = build(StudyOptions(), plain, "", origin)
    origin.check_executor(options.executor)
    options = replace(options, words=origin.words(options.words, "words"))
    for several in (options.words, *scenarios.values()):
        check_words(several, (*NAMES, *GROUPS))
    auto = [word for word in rest if re.fullmatch(r"\+*replicates=auto", word)]
    typed = {_name(word) for word in rest}
    from_study = [word for word in options.words if _name(word) not in typed]
    kept = (*from_study, *(w for w in rest if w not in auto))
    if options.design == DESIGN and table is None:
        raise SettingsError("design=table names no table", key="design", hint="write design=FILE.csv",
                            origin=origin("design"))  # fmt: skip
    members = read_members(file) if options.ensemble else ()
    return Request(options, scenarios, kept, bool(auto), members, None if table is None else read_points(table),
                   origin)  # fmt: skip


def _ensemble_file(words: Sequence[str]) -> tuple[list[str], str | None]:
    """Take the file of an ensemble out of the words: only the command line names one, as it is read as it stands."""
    kept, file = [], None
    for word in words:
        value = word.partition("=")[2]
        if _name(word) == "ensemble" and value and value.lower() not in SWITCHES:
            file, word = value.strip("'\""), "ensemble=true"
        kept.append(word)
    return kept, file


def _design_file(words: Sequence[str]) -> tuple[list[str], str | None]:
    """Take the table of a design out of the words."""
    kept, file = [], None
    for word in words:
        value = word.partition("=")[2].strip("'\"")
        if _name(word) == "design" and is_table(value):
            file, word = value, f"design={DESIGN}"
        kept.append(word)
    return kept, file


def _root(word: str) -> str:
    return re.split(r"[.@/]", _name(word))[0]


def _check_name(word: str, library: Library) -> None:
    """Refuse a misspelt option here, where its right name is known."""
    root = _root(word)
    if "=" in word and root in RENAMED:
        raise _gone(root, origin_of(word))
    if "=" in word and root not in ROOT and root not in library.groups:
        known = [*NAMES, *ROOT, *library.groups]
        near = nearest(root, known)
        if near in NAMES:
            raise UnknownName(f"no setting '{_name(word)}'", key=root, near=near, origin=origin_of(word))


def _gone(name: str, origin: str) -> UnknownName:
    why, hint = RENAMED[name]
    return UnknownName(f"no setting '{name}' any more: {why}", key=name, hint=hint, origin=origin)


def _check_typed(own: Sequence[str], library: Library) -> None:
    """Check each typed option by itself, which says more than Hydra's refusal and comes sooner."""
    parser = Grammar()
    for word in own:
        try:
            override = parser.parse_override(word)
        except HydraException as error:
            told = str(error).splitlines()[0].removesuffix(".")
            raise SettingsError(f"cannot read '{word}': {told}", key=_root(word), origin=origin_of(word),
                                hint="quote text that holds commas, brackets or spaces") from None  # fmt: skip
        origin, key, value = origin_of(word), override.key_or_group, override.value()
        if override.is_sweep_override():
            raise WrongType(f"{word}: an option of the study has one value", key=key, origin=origin)
        if key in GROUPS:
            if str(value) not in library.groups.get(key, {}):
                known = list(library.groups.get(key, {}))
                raise UnknownName(f"unknown {key} '{value}'", key=key, value=value, near=nearest(str(value), known),
                                  allowed=listed(known) or "none here; --config-dir names a folder with more",
                                  hint=library.misnamed(key, str(value)), origin=origin)  # fmt: skip
            before = next((other for other in own[: own.index(word)] if _name(other) == key), None)
            if before is not None:
                raise Contradiction(f"{word} stands beside {before}", key=key, value=value, hint="name one",
                                    origin=origin)  # fmt: skip
            check_file(library, key, str(value), StudyOptions(), key, ("scenarios",))
            for source in sources(library, key, str(value)):
                _check_mapping(source.content.get("scenarios"), source.where("scenarios"))
            continue
        nested: Any = value
        for part in reversed(key.split(".")):
            nested = {part: nested}
        build(StudyOptions(), nested, "", _always(origin))


def _always(text: str) -> Origin:
    return lambda key: text


def _compose(own: Sequence[str], defaults: Mapping[str, Any], library: Library) -> dict[str, Any]:
    ConfigStore.instance().store(name="study_schema", node=_schema(defaults))
    ready = ["+" + w.lstrip("+") if _root(w) == "study" else w.lstrip("+") for w in own]
    try:
        return composition("study", ready, library)
    except (HydraException, OmegaConfBaseException) as error:
        cause = error.__cause__ or error
        lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
        origin = ", ".join(_files(own, library))
        for name in RENAMED:
            if f"'{name}'" in " ".join(lines[:2]):
                raise _gone(name, origin) from None
        raise SettingsError(plainly(" ".join(lines[:2])), key="study", origin=origin) from None


def _files(own: Sequence[str], library: Library) -> list[str]:
    return [place_of(library.groups["study"][w.partition("=")[2]]) for w in own if _root(w) == "study"]


def _schema(defaults: Mapping[str, Any]) -> Any:
    node = mirror(StudyOptions(**defaults))
    return OmegaConf.create({**OmegaConf.to_container(OmegaConf.structured(node)), "scenarios": {}})  # type: ignore[dict-item]


def _check_mapping(plain: Any, origin: str) -> None:
    """Refuse scenarios that have no names, before anything is composed of them."""
    if plain is not None and not isinstance(plain, Mapping):
        raise WrongType("scenarios is not a mapping of names to lists of words", key="scenarios", value=plain,
                        hint="write 'scenarios: {one: [+intervention=takedown]}'", origin=origin)  # fmt: skip


def _scenarios(plain: Any, origin: Filed) -> dict[str, tuple[str, ...]]:
    _check_mapping(plain, origin("scenarios"))
    found = {}
    for name, given in plain.items():
        key = f"scenarios.{name}"
        if not str(name).strip() or len(str(name)) > LONGEST_NAME or not str(name).isprintable():
            raise SettingsError(f"scenarios: '{short(str(name))}' is no name for a scenario", key="scenarios",
                                value=name, allowed=f"1 to {LONGEST_NAME} letters", origin=origin(key))  # fmt: skip
        if not isinstance(given, list) or not all(isinstance(word, str) for word in given):
            raise WrongType(f"{key} is not a list of words", key=key, value=given, origin=origin(key),
                            hint="write ['+intervention=takedown', 'start=200']")  # fmt: skip
        words = origin.words(given, key)
        own = next((word for word in words if _name(word) in SPEED_ONLY), None)
        if own is not None:
            hint = f"type {own}" if _name(own) == OUTPUT else f"write words: [{own}]"
            raise SettingsError(f"{key}: {_name(own)} is of the study as a whole, not of one scenario", key=key,
                                value=own, hint=hint, origin=origin_of(own))  # fmt: skip
        found[str(name)] = tuple(words)
    return found
