"""The configuration files there are: those of the program and those of the user's own folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.model.interventions.registry import catalogue
from sim.settings.errors import SettingsError
from sim.settings.files import Source, load, shown_path
from sim.settings.output import refuse_nothing

__all__ = ["Library", "config_folder", "place_of", "read", "shown_path", "source_of", "target_keys"]

BARRIERS = "intervention"
"""The group whose options are barriers: each has one, with a file or without."""
MADE = {"start": "${start}"}
"""What a barrier's option says where it has no file."""
DEFAULTS = "defaults"
"""The entry in which a file says what it stands on."""


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
    """Folders that hold configuration groups, the program's own first; a user's file wins over one of its name."""

    own: Path
    extra: Path | None = None

    @classmethod
    def of(cls, extra: str | Path | None = None) -> Library:
        """Open the program's configuration and, when given, the user's folder."""
        if extra is None:
            return cls(config_folder())
        refuse_nothing(extra, "--config-dir")
        try:
            folder = Path(extra).expanduser().resolve()
            if not folder.is_dir():
                raise NotADirectoryError
            next(folder.iterdir(), None)
        except (OSError, RuntimeError, ValueError) as error:  # also no such user in ~user, a name too long, no right
            why = f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
            raise SettingsError(f"--config-dir {extra} is not a folder that can be read{why}", key="--config-dir",
                                value=str(extra)) from None  # fmt: skip
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
                found.setdefault(group.name, {}).update({file.stem: file for file in _files(group, ".yaml")})
        barriers = found.setdefault(BARRIERS, {})
        for name in catalogue():
            barriers.setdefault(name, Made(name))
        return {group: dict(sorted(options.items())) for group, options in found.items() if options}

    def is_own(self, file: Option) -> bool:
        """Say whether a file is the user's."""
        return self.extra is not None and isinstance(file, Path) and self.extra in file.parents

    @cached_property
    def bare(self) -> dict[str, Source]:
        """Give the user's files of barriers that leave to their name what they stand on."""
        found = {}
        for name, file in self.groups.get(BARRIERS, {}).items():
            try:
                source = source_of(file) if self.is_own(file) else None
            except SettingsError:  # told where it is chosen
                continue
            if source is not None and source.bare:
                found[name] = source
        return found

    def misnamed(self, group: str, option: str) -> str:
        """Say what to do where the user's folder has the option under a name that is not read, else ""."""
        if self.extra is None:
            return ""
        file = next((f for f in _files(self.extra / group, ".yml") if f.stem == option), None)
        return f"rename {shown_path(file)} to {option}.yaml" if file else ""

    def replaces(self, group: str, option: str) -> Path | None:
        """Give the user's file that stands in the place of a different built-in one, if it does."""
        file = self.groups.get(group, {}).get(option)
        built_in = self.own / group / f"{option}.yaml"
        if not isinstance(file, Path) or not self.is_own(file) or not built_in.is_file():
            return None
        return file if file.read_bytes() != built_in.read_bytes() else None

    def root(self, name: str) -> Path:
        """Give the file at the top that everything is composed on, such as config.yaml."""
        file = None if self.extra is None else self.extra / f"{name}.yaml"
        if file is None or not file.is_file():
            return self.own / f"{name}.yaml"
        if "defaults" not in load(file).content:
            raise SettingsError(f"{file.name} stands for the program's own and lacks its defaults", key="defaults",
                                origin=shown_path(file), hint="rename it, or copy the defaults of configs/")  # fmt: skip # noqa: E501
        return file

    @cached_property
    def default_choices(self) -> dict[str, str]:
        """The options that are taken when nothing is said, by group."""
        entries = read(self.root("config")).get("defaults", [])
        return {str(g): str(o) for entry in entries if isinstance(entry, dict) for g, o in entry.items()}


def _files(group: Path, ending: str) -> list[Path]:
    try:
        return sorted(file for file in group.iterdir() if file.suffix == ending and not file.is_dir())
    except OSError:  # a folder that may not be read has no choices
        return []


def place_of(option: Option) -> str:
    """Say where an option's settings stand."""
    return f"default of barrier {option.barrier}" if isinstance(option, Made) else shown_path(option)


def source_of(option: Option) -> Source:
    """Read an option's file; raise SettingsError where it is damaged. What has no file says what a file would.

    A file that has a barrier's name and says neither where its entries belong nor what they stand on says it by that.
    """
    if isinstance(option, Made):
        return Source(Path(place_of(option)), dict(MADE), f"interventions.{option.barrier}")
    source = load(option)
    says_more = source.package or DEFAULTS in source.content
    if option.parent.name == BARRIERS and option.stem in catalogue() and not says_more:
        source.package, source.bare = f"interventions.{option.stem}", True
        source.content = {DEFAULTS: [f"/{option.stem}_schema@_here_", "_self_"], **MADE, **source.content}
    return source


def read(file: Option) -> dict[str, Any]:
    """Read an option as plain values."""
    return source_of(file).content


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
