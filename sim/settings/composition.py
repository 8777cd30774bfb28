"""Compose settings from configuration files and typed words: Hydra's composition, our checks and wording."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hydra import compose as hydra_compose
from hydra import initialize_config_dir
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.model.interventions.base import catalogue
from sim.settings.errors import SettingsError, UnknownName, listed
from sim.settings.library import BARRIERS, Library, Made, Option, shown_path, target_keys
from sim.settings.model import BARRIER, Settings, intervention
from sim.settings.origins import Origins
from sim.settings.schema import register
from sim.settings.values import build
from sim.settings.words import Words, understand


def compose(overrides: Sequence[str] = (), config_dir: str | Path | None = None) -> Settings:
    """Compose, build and check the settings of one run.

    ``overrides``: words such as ``+intervention=takedown`` or ``days=730``; ``config_dir``: a folder with further
    configuration groups. Raises SettingsError, whose text is one line.
    """
    library = Library.of(config_dir)
    words = understand(overrides, library)
    origins = Origins(words, library)
    _check_typed(words, origins)
    _check_headers(words, library)
    options = library.groups[BARRIERS]
    chosen = list(words.chosen.values())
    register(chosen, [option for option in chosen if isinstance(options[option], Made)])
    try:
        plain = _compose(words.groups + words.keys, library)
    except (HydraException, OmegaConfBaseException) as error:
        raise _diagnose(error, words, origins) from None
    _refuse_targets(plain, origins)
    _check_packages(plain, words, library)
    return Settings.from_dict(plain, origin=origins, overrides=tuple(overrides))


def _check_typed(words: Words, origins: Origins) -> None:
    """Check each typed value by itself, which says more than Hydra's refusal and comes sooner."""
    for key, value in words.values.items():
        if "${" in str(value) or "_target_" in key:
            continue
        root, *rest = key.split(".")
        if root != "interventions":
            build(Settings(), {root: _nested(rest, value)}, "", origins)
        elif words.chosen[rest[0]] in catalogue() and len(rest) > 1:
            plain = _nested(rest[1:], value)
            intervention(rest[0], {BARRIER: words.chosen[rest[0]], **plain}, origins)


def _nested(keys: list[str], value: Any) -> Any:
    return {keys[0]: _nested(keys[1:], value)} if keys else value


def _compose(words: list[str], library: Library) -> dict[str, Any]:
    if library.extra is not None:
        path = str(library.extra).replace("\\", "\\\\").replace('"', '\\"')
        words = [f'hydra.searchpath=["file://{path}"]', *words]
    with initialize_config_dir(version_base="1.3", config_dir=str(library.own)):
        config = hydra_compose("config", overrides=words)
    plain = OmegaConf.to_container(config, resolve=True, throw_on_missing=True)
    return plain  # type: ignore[return-value]


def _refuse_targets(plain: dict[str, Any], origins: Origins) -> None:
    for key in target_keys(plain):
        raise SettingsError(f"{key}: settings never name code to call", key=key, hint="remove the entry",
                            origin=origins(key))  # fmt: skip


def _check_headers(words: Words, library: Library) -> None:
    """Refuse a barrier's file without the header that says where its entries belong."""
    for name, option in words.chosen.items():
        file = library.groups[BARRIERS][option]
        if isinstance(file, Path) and not any(
            line.startswith("# @package") for line in file.read_text(encoding="utf-8").splitlines()
        ):
            raise _headless(name, file)


def _check_packages(plain: dict[str, Any], words: Words, library: Library) -> None:
    """Refuse a chosen barrier whose file put it elsewhere than under its name."""
    for name, option in words.chosen.items():
        if name not in plain["interventions"]:
            raise _headless(name, library.groups[BARRIERS][option])


def _headless(name: str, file: Option) -> SettingsError:
    return SettingsError(f"the file of barrier '{name}' does not put it under that name", key=f"interventions.{name}",
                         hint=f"begin it with '# @package interventions.{name}'", origin=shown_path(file))  # fmt: skip


def _diagnose(error: Exception, words: Words, origins: Origins) -> SettingsError:
    """Word a refusal of Hydra; typed values are checked before, so most often a file is at fault."""
    for option in words.chosen.values():
        if f"{option}_schema" in str(error) and option not in catalogue():
            return UnknownName(f"barrier '{option}' has a configuration and no class in this version", key=BARRIERS,
                               value=option, allowed=listed(sorted(catalogue())), origin=origins(BARRIERS))  # fmt: skip
    return _worded(error, origins)


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
    told = " ".join(kept[:2]) or type(error).__name__
    problem = f"{key}: {told}" if key and key not in told else told
    return SettingsError(problem, key=key, origin=origins(key) if key else "configuration files")
