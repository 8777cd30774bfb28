"""The evidence as data files of the package: what was observed, what is checked, and what cannot be."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any


def folder() -> Traversable:
    """Give the folder of the data files, in a checkout as in a wheel."""
    return files("sim.validation") / "evidence"


def rows(name: str) -> list[dict[str, str]]:
    """Read a table of the evidence, one mapping per row."""
    text = (folder() / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def documents(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Read every YAML file of a folder of the evidence, by name of the file."""
    import yaml

    for file in sorted((folder() / name).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            yield file.name.removesuffix(".yaml"), yaml.safe_load(file.read_text(encoding="utf-8"))


@cache
def targets() -> dict[str, dict[str, str]]:
    """Everything that a model of these markets should show, by identifier."""
    return {row["id"]: row for row in rows("targets")}


@cache
def unchecked() -> dict[str, dict[str, str]]:
    """Those of them that no run is measured for, by identifier, with the reason."""
    return {row["id"]: row for row in rows("unchecked")}
