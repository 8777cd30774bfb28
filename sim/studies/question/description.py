"""Cases as plain values, for the record of a study, and read back from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.settings import Settings
from sim.studies.question.case import Case


def flat(plain: Mapping[str, Any], name: str = "") -> dict[str, Any]:
    """Give nested settings as dotted names; the barriers stay one value each."""
    found: dict[str, Any] = {}
    for key, value in plain.items():
        full = f"{name}.{key}" if name else str(key)
        if isinstance(value, Mapping) and value and name != "interventions":
            found |= flat(value, full)
        else:
            found[full] = value
    return found


def describe(cases: Sequence[Case]) -> dict[str, Any]:
    """Write cases as plain values: the settings of the first in full, of the others what differs."""
    base = flat(cases[0].settings.to_dict())
    entries = []
    for case in cases:
        own = flat(case.settings.to_dict())
        changed = {key: value for key, value in own.items() if key not in base or base[key] != value}
        gone = [key for key in base if key not in own]
        entries.append(
            {"scenario": case.scenario, "world": case.world, "point": case.point, "values": dict(case.values),
             "daily": case.daily, "key": case.key, "changed": changed, "gone": gone}
        )  # fmt: skip
    members = {"ensemble": [dict(member) for member in cases[0].members]} if cases[0].members else {}
    return {"base": cases[0].settings.to_dict(), "cases": entries, **members}


def read_cases(record: Mapping[str, Any]) -> list[Case]:
    """Read back what :func:`describe` wrote."""
    base = flat(record["base"])
    members = tuple(record.get("ensemble", ()))
    cases = []
    for entry in record["cases"]:
        plain = {key: value for key, value in base.items() if key not in entry["gone"]} | entry["changed"]
        settings = Settings.from_dict(_nested(plain), origin=lambda key: "study.json")
        names = ("scenario", "world", "point", "values", "daily")
        cases.append(Case(settings, **{name: entry[name] for name in names}, members=members))
    return cases


def _nested(plain: Mapping[str, Any]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for key, value in plain.items():
        if key == "interventions":
            tree.setdefault(key, {})
            continue
        *parents, last = key.split(".")
        place = tree
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return tree
