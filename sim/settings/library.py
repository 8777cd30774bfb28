"""The configuration files there are: those of the program and those of the user's own folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.model.interventions.base import catalogue
from sim.settings.errors import SettingsError

BARRIERS = "intervention"
"""The group whose options are barriers: each has one, with a file or without."""
MADE = {"start": "${start}"}
"""What a barrier's option says where it has no file."""


@dataclass(frozen=True)
class Made:
    """An option that is made from a barrier's class, as no file says more."""

    barrier: str

    @property
    def summary(self) -> str:
        """What the barrier does, as a sentence."""
        text = catalogue()[self.barrier].summary
        return text[:1].upper() + text[1:] + "."


Option = Path | Made


def config_folder() -> Path:
    """Find the program's configuration: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_configs", package.parent / "configs"):
        if (folder / "config.yaml").is_file():
            return folder
    raise SettingsError("the configuration files of the program are missing", key="configs", origin=str(package))


@dataclass(frozen=True)
class Library:
    """Folders that hold configuration groups, the program's own first; the first file of a name counts."""

    own: Path
    extra: Path | None = None

    @classmethod
    def of(cls, extra: str | Path | None = None) -> Library:
        """Open the program's configuration and, when given, the user's folder."""
        folder = None if extra is None else Path(extra).expanduser().resolve()
        if folder is not None and not folder.is_dir():
            raise SettingsError(f"--config-dir {extra} is not a folder", key="--config-dir", value=str(extra))
        return cls(config_folder(), folder)

    @property
    def folders(self) -> tuple[Path, ...]:
        return (self.own,) if self.extra is None else (self.own, self.extra)

    @cached_property
    def groups(self) -> dict[str, dict[str, Option]]:
        """Groups with their options, such as ``groups["ecosystem"]["western"]``: the file."""
        found: dict[str, dict[str, Option]] = {}
        for folder in self.folders:
            for group in sorted(p for p in folder.iterdir() if p.is_dir()):
                options = found.setdefault(group.name, {})
                for file in sorted(group.glob("*.yaml")):
                    options.setdefault(file.stem, file)
        barriers = found.setdefault(BARRIERS, {})
        for name in catalogue():
            barriers.setdefault(name, Made(name))
        found[BARRIERS] = dict(sorted(barriers.items()))
        return {group: options for group, options in found.items() if options}

    @cached_property
    def default_choices(self) -> dict[str, str]:
        """The options that are taken when nothing is said, by group."""
        entries = read(self.own / "config.yaml").get("defaults", [])
        return {g: str(o) for entry in entries if isinstance(entry, dict) for g, o in entry.items()}


def read(file: Option) -> dict[str, Any]:
    """Read a YAML file as plain values; anything but a mapping counts as empty."""
    if isinstance(file, Made):
        return dict(MADE)
    import yaml

    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content if isinstance(content, dict) else {}


def target_keys(plain: Any, key: str = "") -> Iterator[str]:
    """Yield the dotted keys at which a configuration asks for code to be called; that is never done here."""
    if isinstance(plain, dict):
        for name, value in plain.items():
            full = f"{key}.{name}" if key else str(name)
            if name == "_target_":
                yield full
            yield from target_keys(value, full)
    elif isinstance(plain, list):
        for index, value in enumerate(plain):
            yield from target_keys(value, f"{key}[{index}]")


def shown_path(file: Option) -> str:
    """Write a path relative to the working folder where that is shorter."""
    if isinstance(file, Made):
        return f"default of barrier {file.barrier}"
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(file)
