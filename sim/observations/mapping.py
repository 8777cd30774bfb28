"""The mapping file data.yaml: which file holds what, what columns and words are called there, and the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from sim.observations import calendar
from sim.observations.cells import Reading, number
from sim.observations.kinds import KINDS
from sim.observations.problems import DataError, brief, near

NAME = "data.yaml"
MOST_BYTES, MOST_WORTH = 200_000, 1e9
PERIODS = {"day": 1, "week": 7, "month": 30.4375}
"""Days that a figure of a series is of."""
ENTRIES = ("file", "sheet", "separator", "columns", "values", "date_format", "currency", "per")


@dataclass(frozen=True)
class Entry:
    """How one table is read. ``columns``: our name to the file's; ``per``: days that a figure of it is of."""

    file: str = ""
    sheet: str = ""
    separator: str = ","
    columns: Mapping[str, str] = field(default_factory=dict)
    reading: Reading = field(default_factory=Reading)
    per: float = 1.0


@dataclass(frozen=True)
class Mapped:
    """The whole file; ``day_zero``: date of day 0 of the run, None: the calendar follows from the events."""

    day_zero: date | None = None
    entries: Mapping[str, Entry] = field(default_factory=dict)


def read_mapping(folder: Path) -> Mapped:
    """Read the mapping file of a folder, where there is one; raise DataError on what does not fit."""
    file = folder / NAME
    if not file.is_file():
        return Mapped()
    plain = _yaml(file)
    known = ("day_zero", *KINDS)
    for key in plain:
        if key not in known:
            raise DataError(
                f"{NAME} has an entry '{brief(key)}'{near(str(key), known)}", f"allowed: {', '.join(known)}"
            )
    try:
        zero = calendar.parsed(plain["day_zero"]) if plain.get("day_zero") else None
    except ValueError as error:
        raise DataError(f"{NAME}: day_zero: {error}") from None
    return Mapped(zero, {kind: _entry(kind, plain[kind]) for kind in KINDS if plain.get(kind)})


def _yaml(file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise DataError(f"{NAME} is larger than {MOST_BYTES:,} bytes", "only the mapping belongs there")
        text = file.read_text(encoding="utf-8-sig")
        for token in yaml.scan(text, Loader=yaml.BaseLoader):
            if isinstance(token, yaml.AliasToken):
                raise DataError(f"{NAME}:{token.start_mark.line + 1} refers to another entry (*{brief(token.value)})",
                                "write it out")  # fmt: skip
        plain = yaml.load(text, Loader=yaml.BaseLoader)  # text as it stands: NO is a country, and no code is called
    except OSError as error:
        raise DataError(f"{NAME} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise DataError(f"{NAME} is not UTF-8", "save it as UTF-8") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise DataError(f"{NAME}:{line} is not YAML: {brief(error.problem, 80)}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"{NAME} is not YAML: {brief(error, 80)}") from None
    if plain is None:
        return {}
    if not isinstance(plain, dict):
        raise DataError(f"{NAME} holds no entries of the form 'name: value'")
    return plain


def _entry(kind: str, plain: Any) -> Entry:
    if not isinstance(plain, Mapping):
        raise DataError(f"{NAME}: {kind} is not a group of entries", f"write {kind}: {{file: {kind}.csv}}")
    for key in plain:
        if key not in ENTRIES:
            raise DataError(f"{NAME}: {kind} has an entry '{brief(key)}'{near(str(key), ENTRIES)}",
                            f"allowed: {', '.join(ENTRIES)}")  # fmt: skip
    per = plain.get("per", "day")
    if per not in PERIODS:
        raise DataError(f"{NAME}: {kind}: per: {brief(per)} is not known", f"allowed: {', '.join(PERIODS)}")
    file, separator = _text(plain, kind, "file"), _text(plain, kind, "separator", ",")
    if file and Path(file).name != file:
        raise DataError(f"{NAME}: {kind}: file: {brief(file)} is not in the folder", "copy it there")
    if len(separator) != 1:
        raise DataError(f"{NAME}: {kind}: separator: '{brief(separator)}' is not one sign")
    columns = _texts(plain.get("columns"), f"{kind}: columns")
    _known_columns(kind, columns, "columns")
    values = {name: _texts(words, f"{kind}: values: {name}") for name, words in _group(plain, kind, "values").items()}
    _known_columns(kind, values, "values")
    reading = Reading(values, _text(plain, kind, "date_format"), _currency(kind, plain))
    return Entry(file, _text(plain, kind, "sheet"), separator, columns, reading, PERIODS[per])


def _text(plain: Mapping[str, Any], kind: str, name: str, otherwise: str = "") -> str:
    value = plain.get(name, otherwise)
    if not isinstance(value, str):
        raise DataError(f"{NAME}: {kind}: {name}: {brief(value)} is not text")
    return value


def _group(plain: Mapping[str, Any], kind: str, name: str) -> Mapping[str, Any]:
    value = plain.get(name) or {}
    if not isinstance(value, Mapping):
        raise DataError(f"{NAME}: {kind}: {name} is not a group of entries")
    return value


def _texts(value: Any, where: str) -> dict[str, str]:
    if value and not isinstance(value, Mapping):
        raise DataError(f"{NAME}: {where} is not a group of entries 'name: value'")
    for key, entry in (value or {}).items():
        if not isinstance(entry, str):
            raise DataError(f"{NAME}: {where}: {brief(key)} is not text")
    return dict(value or {})


def _known_columns(kind: str, names: Mapping[str, Any], where: str) -> None:
    for name in names:
        if name not in KINDS[kind].columns:
            raise DataError(f"{NAME}: {kind}: {where} has '{brief(name)}'{near(name, KINDS[kind].columns)}",
                            f"allowed: {', '.join(KINDS[kind].columns)}")  # fmt: skip


def _currency(kind: str, plain: Mapping[str, Any]) -> dict[str, float]:
    found = {}
    for unit, worth in _group(plain, kind, "currency").items():
        try:
            found[unit] = number(worth, "currency", Reading())
        except ValueError:
            found[unit] = 0.0
        if not 0.0 < found[unit] < MOST_WORTH:
            raise DataError(f"{NAME}: {kind}: currency: {brief(unit)}: {brief(worth)} is not an amount of EUR")
    return found
