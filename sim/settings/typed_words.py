"""Read what was typed (Hydra's override words) and refuse what Hydra would accept silently or explain badly.

The worst of these: ``+intervetion=takedown`` adds an unused key, and the run would be a baseline under the user's
belief that it was a takedown.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from hydra.core.override_parser.types import Override, OverrideType

from sim.model.interventions.outside import known_as, refused
from sim.settings.errors import Contradiction, NotYet, SettingsError, UnknownName, listed, nearest, short
from sim.settings.grammar import Grammar, Unreadable, refuse_in_words
from sim.settings.library import BARRIERS, Library
from sim.settings.model import BARRIER, Settings
from sim.settings.places import Placed, origin_of
from sim.settings.values import word as as_word

NONE = "none"
OUTPUT = "output"
"""Where results go: for who types to say, as a file that somebody sent would choose where files are written."""
ROOT = tuple(f.name for f in dataclasses.fields(Settings) if f.name not in ("overrides", "notes"))


@dataclass
class Words:
    """What was typed, understood: ``chosen`` maps names under ``interventions`` to options, ``options`` other
    groups to theirs, ``values`` dotted keys to what was typed for them; ``groups``/``keys`` are words for Hydra."""

    groups: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    chosen: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)


def understand(typed: Sequence[str], library: Library) -> Words:
    """Sort the words into group choices and values; raise SettingsError on the first that cannot be meant."""
    words = Words()
    refuse_in_words(list(typed))
    parsed = [_parse(word, library) for word in typed]
    # Choices first: whether interventions.x exists depends on them, wherever they stand.
    for word, override in parsed:
        if _is_choice(override, library):
            _choose(word, override, library, words)
    for word, override in parsed:
        if not _is_choice(override, library):
            _set(word, override, library, words)
    return words


def _parse(word: str, library: Library) -> tuple[str, Override]:
    """Parse a word; give it as Hydra can read it, with what it means."""
    if "=" not in word and not word.startswith("~"):
        option = next((f"+{BARRIERS}={word}" for group in (BARRIERS,) if word in library.groups.get(group, {})), None)
        raise UnknownName(f"'{word}' is not of the form name=value", key=word, near=option, origin=origin_of(word))
    try:
        return word, Grammar().parse_override(word)
    except Unreadable as error:
        key, _, value = word.partition("=")
        reason = str(error).removesuffix(".")
    name = key.lstrip("+~")
    if name != name.strip() and name.strip():
        raise UnknownName(f"'{short(word)}' has a space before its '='", key=name.strip(), value=value,
                          hint=f"write {short(key.strip())}={short(value.strip())}",
                          origin=origin_of(word))  # fmt: skip
    if not re.search(r"""['"\[\](){}]""", value):
        # Plain text with signs of Hydra's grammar, such as a trigger whose quotes the shell has taken.
        quoted = _like(word, f"{key}={as_word(value)}")
        try:
            return quoted, Grammar().parse_override(quoted)
        except Unreadable:
            if not re.fullmatch(r"(\+{1,2}|~)?[A-Za-z_][\w.@/-]*", key):
                raise UnknownName(f"'{short(key)}' is not the name of a setting", key=name, value=value,
                                  near=nearest(name, ROOT), hint="write name=value", origin=origin_of(word)) from None  # fmt: skip # noqa: E501
    raise SettingsError(f"cannot read '{word}': {short(reason)}", key=name, value=value,
                        hint="quote text that holds commas, brackets or spaces", origin=origin_of(word))  # fmt: skip


def _like(word: str, text: str) -> str:
    """Write a word otherwise; it stands where it stood."""
    return Placed(text, word.place) if isinstance(word, Placed) else text


def readable(word: str) -> str:
    """Quote plain text with signs of Hydra's grammar, whose quotes the shell has taken; other words stay."""
    key, _, value = word.partition("=")
    try:
        Grammar().parse_override(word)
    except Unreadable:
        return word if re.search(r"""['"\[\](){}]""", value) else f"{key}={as_word(value)}"
    return word


def _is_choice(override: Override, library: Library) -> bool:
    return override.key_or_group in library.groups or override.package is not None


def _refuse_sweep(word: str, override: Override) -> None:
    if override.is_sweep_override():
        key, value = override.key_or_group, word.partition("=")[2]
        both = f"for both at once write '+{key}=[{value}]'" if key == BARRIERS else f"give one value, as in {key}=…"
        raise NotYet(f"{word} asks for one run per value: that is a sweep, and 'run' takes one", key=key, value=value,
                     hint=both, origin=origin_of(word))  # fmt: skip


def _choose(word: str, override: Override, library: Library, words: Words) -> None:
    group, package = override.key_or_group, override.package
    if group not in library.groups:
        near = nearest(group, library.groups)
        raise UnknownName(f"unknown group '{group}'", key=group, near=near, allowed=listed(list(library.groups)),
                          origin=origin_of(word))  # fmt: skip
    if override.type is OverrideType.DEL:
        if group not in library.default_choices:
            raise UnknownName(f"{word}: nothing of that group is chosen by default", key=group, origin=origin_of(word))
        words.groups.append(word)
        return
    _refuse_sweep(word, override)
    value = override.value()
    if value is None or value == "":
        raise UnknownName(f"{word} names no {group}", key=group, value=value, origin=origin_of(word),
                          allowed=listed(list(library.groups[group])), hint="leave the word out for none")  # fmt: skip
    words.typed[group] = word
    options = [str(v) for v in value] if isinstance(value, list) else [str(value)]
    for option in options:
        if option not in library.groups[group]:
            if group == BARRIERS and option in refused:
                raise left_out(option, origin_of(word))
            near, hint = nearest(option, library.groups[group]), library.misnamed(group, option)
            if group == BARRIERS:  # a file of the user's own is called by its name, and its class by another
                near = known_as(option) or near
            raise UnknownName(f"unknown {group} '{option}'", key=group, value=option, near=None if hint else near,
                              hint=hint, allowed=listed(list(library.groups[group])),
                              origin=origin_of(word))  # fmt: skip
    if group == BARRIERS:
        _choose_barriers(word, options, package, words)
        words.groups.append("+" + word.lstrip("+"))
        return
    if group in words.options or len(options) != 1:
        raise Contradiction(f"{group} is chosen twice", key=group, value=value, hint="name one", origin=origin_of(word))
    words.options[group] = options[0]
    listed_already = group in library.default_choices
    words.groups.append(("" if listed_already else "+") + word.lstrip("+"))


def _choose_barriers(word: str, options: list[str], package: str | None, words: Words) -> None:
    if package is None:
        names = options
        before = next((w for w in words.groups if re.match(rf"\+{BARRIERS}=", w)), None)
        if before is not None:
            together = [*words.chosen.values(), *options]
            raise Contradiction(f"{word} stands beside {before}", key=BARRIERS, value=word, origin=origin_of(word),
                                hint=f"write '+{BARRIERS}=[{','.join(dict.fromkeys(together))}]'")  # fmt: skip
    else:
        name = package.removeprefix("interventions.")
        if not re.fullmatch(r"interventions\.[A-Za-z_]\w*", package) or len(options) != 1:
            raise SettingsError(f"{word}: a barrier's own name is given as interventions.<name>, one barrier each",
                                key=BARRIERS, value=package, origin=origin_of(word),
                                hint=f"write +{BARRIERS}@interventions.second={options[0]}")  # fmt: skip
        names = [name]
    for name, option in zip(names, options, strict=True):
        if option == NONE:
            continue
        if name in words.chosen:
            raise Contradiction(
                f"'{name}' is chosen twice, and one would be lost", key=BARRIERS, value=name, origin=origin_of(word),
                hint=f"write +{BARRIERS}={name} +{BARRIERS}@interventions.second={option} for two",
            )  # fmt: skip
        words.chosen[name] = option


def _set(word: str, override: Override, library: Library, words: Words) -> None:
    key = override.key_or_group
    root, _, rest = key.partition(".")
    origin = origin_of(word)
    value = word.partition("=")[2]
    barriers = library.groups.get(BARRIERS, {})
    if root == "hydra":
        raise UnknownName(f"{key}: settings of Hydra itself have no effect here", key=key, value=value, origin=origin)
    if root not in ROOT:
        near = f"interventions.{rest}" if root == BARRIERS and rest else None
        near = near or (f"interventions.{key}" if root in barriers and rest else None)
        typeable = list(dict.fromkeys([*library.groups, *ROOT]))
        near = near or nearest(key, [*typeable, *_ecosystem_keys()])
        raise UnknownName(f"no setting '{key}'", key=key, value=value, origin=origin, near=near,
                          allowed=listed(typeable))  # fmt: skip
    if root == OUTPUT and isinstance(word, Placed):
        raise not_from_a_file(value, origin)
    if key == "interventions":
        raise UnknownName(f"'{word}' does not choose a barrier", key=key, value=value, origin=origin,
                          near=f"+{BARRIERS}={value}")  # fmt: skip
    if root == "interventions":
        name = rest.split(".")[0]
        if name not in words.chosen:
            _not_chosen(name, key, value, origin, library, words)
        if rest == f"{name}.{BARRIER}":
            raise SettingsError(f"{key}: which barrier a name stands for is not a setting", key=key, value=value,
                                hint=f"write +{BARRIERS}@interventions.{name}={value}", origin=origin)  # fmt: skip
    _refuse_sweep(word, override)
    if override.type is OverrideType.DEL and re.fullmatch(r"interventions\.\w+", key):
        raise Contradiction(f"{word} takes away a barrier that is chosen", key=key, origin=origin,
                            hint=f"leave {words.typed.get(BARRIERS, BARRIERS)} out")  # fmt: skip
    if override.type is OverrideType.DEL:
        words.keys.append(word)
        return
    words.values[key] = override.value()
    words.typed[key] = word
    # Forced, so that an entry may be added to a mapping; unknown keys are refused when the settings are built.
    words.keys.append("++" + word.lstrip("+"))


def left_out(name: str, origin: str) -> SettingsError:
    """Say why a barrier from outside the package that is asked for is left out."""
    place, why = refused[name]
    return UnknownName(f"barrier '{name}' is left out: {short(why, 110)} ({short(place)})", key=BARRIERS, value=name,
                       origin=origin)  # fmt: skip


def not_from_a_file(value: str, origin: str) -> SettingsError:
    """Say that a file does not choose where results go."""
    return SettingsError(f"{OUTPUT}={short(value, 80)} stands in a file, and is only taken from the command line",
                         key=OUTPUT, value=value, hint=f"type {OUTPUT}=…", origin=origin)  # fmt: skip


def _not_chosen(name: str, key: str, value: str, origin: str, library: Library, words: Words) -> None:
    known = list(library.groups.get(BARRIERS, {}))
    close = nearest(name, list(words.chosen))
    if name in known:
        raise UnknownName(f"{key}: this run has no barrier '{name}'", key=key, value=value, origin=origin,
                          hint=f"add +{BARRIERS}={name}")  # fmt: skip
    raise UnknownName(
        f"{key}: this run has no barrier '{name}'", key=key, value=value, origin=origin,
        near=key.replace(name, close, 1) if close else nearest(name, known),
        allowed=listed(list(words.chosen)) or "none chosen; add +intervention=…",
    )  # fmt: skip


@cache
def _ecosystem_keys() -> list[str]:
    from sim.model.engine.parameters import parameters_of

    return [p.name for p in parameters_of(Settings().ecosystem, "ecosystem.")]
