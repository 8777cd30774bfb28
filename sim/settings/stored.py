"""A stored run as a start: ``from=FOLDER`` takes its world, so that other barriers meet the same one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sim.model.parameters import EcosystemParameters
from sim.settings.errors import TYPED, Contradiction, SettingsError, short
from sim.settings.model import Settings
from sim.settings.output import refuse_nothing
from sim.settings.places import origin_of
from sim.settings.typed_words import Words
from sim.settings.values import word

FROM = "from"
TAKEN = ("buyers", "days", "start", "seed", "seeds", "day_zero")
"""Settings of the run that make its world, beside those of the ecosystem."""
RECORD, MOST_BYTES = "study.json", 200_000_000


def take_from(typed: Sequence[str]) -> tuple[list[str], str]:
    """Take ``from=FOLDER`` out of the words; return the others, and the folder or ""."""
    found = [w for w in typed if w.lstrip("+").startswith(f"{FROM}=")]
    if len(found) > 1:
        raise Contradiction("from is given twice", key=FROM, hint="name one folder", origin=origin_of(found[1]))
    rest = [w for w in typed if w not in found]
    folder = found[0].partition("=")[2].strip("'\"") if found else ""
    if found:
        refuse_nothing(folder, FROM)
    return rest, folder


def put_under(words: Words, folder: str) -> list[str]:
    """Put the world of a stored run under what was typed; return what is to be said of it."""
    origin = f"{TYPED}: {FROM}={folder}"
    if "ecosystem" in words.options:
        raise Contradiction(f"ecosystem={words.options['ecosystem']} and {FROM}=: both say which world", key=FROM,
                            hint="leave one out", origin=origin)  # fmt: skip
    stored, barriers = _read(folder, origin)
    values = {name: getattr(stored, name) for name in TAKEN}
    values |= dict(_changed(asdict(EcosystemParameters()), asdict(stored.ecosystem), "ecosystem"))
    words.keys[:0] = [f"++{name}={word(value)}" for name, value in values.items()]
    typed = dict(words.values)
    words.values.clear()
    words.values.update({**values, **typed})
    words.typed = {**dict.fromkeys(values, f"{FROM}={folder}"), **words.typed}
    left = ", ".join(barriers)
    return [f"the world is that of {folder}" + (f"; its barriers are not taken ({left})" if left else "")]


def _read(folder: str, origin: str) -> tuple[Settings, list[str]]:
    """Read the settings of a stored run, and the names of its barriers: of these nothing else is used."""

    def refuse(why: str) -> SettingsError:
        return SettingsError(f"{FROM}={short(folder)} {why}", key=FROM, value=folder, origin=origin,
                             hint="name the folder of a run or a study")  # fmt: skip

    file = Path(folder).expanduser() / RECORD
    try:
        if file.stat().st_size > MOST_BYTES:
            raise refuse("has too large a record")
        base = json.loads(file.read_text(encoding="utf-8"))["base"]
    except OSError as error:
        raise refuse(f"is no stored run: {RECORD}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, SettingsError):
            raise
        raise refuse(f"is no stored run: its {RECORD} cannot be read") from None
    if not isinstance(base, Mapping):
        raise refuse(f"is no stored run: its {RECORD} holds no settings")
    barriers = base.get("interventions")
    world = Settings.from_dict({**base, "interventions": {}, "replicates": 0}, origin=lambda key: str(file))
    return world, list(barriers) if isinstance(barriers, Mapping) else []


def _changed(usual: Any, own: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield what differs from the model's defaults, by dotted name; mappings of shares as a whole."""
    for key, value in own.items():
        full = f"{name}.{key}"
        other = usual.get(key)
        if isinstance(value, dict) and any(isinstance(entry, (dict, list, str, bool)) for entry in value.values()):
            yield from _changed(other, value, full)
        elif value != other:
            yield full, value
