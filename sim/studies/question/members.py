"""The ensemble of a study: which sets of parameters its replicates take, and which set is a replicate's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sim.effects.repeats import REPEATS
from sim.model.parameters import EcosystemParameters
from sim.settings.errors import TYPED, SettingsError
from sim.validation.ensemble import packaged, parameters_of_replicate, parsed
from sim.validation.overrides import applied

Members = tuple[Mapping[str, float], ...]


def read_members(file: str | Path | None = None) -> Members:
    """Read the ensemble of the package, or that of a file that was typed; raise SettingsError where there is none."""
    if file is None:
        known = packaged()
        if known is None:
            raise SettingsError("ensemble=true: this version has no ensemble of parameters yet", key="ensemble",
                                origin=TYPED, hint="python -m sim calibrate makes one, for ensemble=FILE")  # fmt: skip
        return known
    try:
        members = parsed(Path(file).expanduser().read_text(encoding="utf-8"))
        for member in members:
            applied(EcosystemParameters(), member)
    except (OSError, UnicodeDecodeError) as error:
        told = getattr(error, "strerror", "") or "no text"
        raise SettingsError(f"ensemble={file} cannot be read: {told}", key="ensemble", value=str(file), origin=TYPED,
                            hint="write true, or the ensemble.csv of python -m sim calibrate") from None  # fmt: skip
    except (TypeError, ValueError) as error:
        raise SettingsError(f"ensemble={file} is no ensemble: {error}", key="ensemble", value=str(file), origin=TYPED,
                            hint="python -m sim calibrate makes one") from None  # fmt: skip
    return members


def but(members: Members, said: Iterable[str]) -> Members:
    """Leave out of every member what was said by name, in a word or as an axis of the design: that stays as it is."""
    names = [name.removeprefix("ecosystem.") for name in said if name.startswith("ecosystem.")]

    def free(parameter: str) -> bool:
        return not any(parameter == n or parameter.startswith(f"{n}.") or n.startswith(f"{parameter}.") for n in names)

    return tuple({name: value for name, value in member.items() if free(name)} for member in members)


def names_in(words: Sequence[str]) -> list[str]:
    """Name what words set."""
    return [word.partition("=")[0].lstrip("+~") for word in words]


def of_replicate(parameters: EcosystemParameters, replicate: int, members: Members) -> EcosystemParameters:
    """Give the parameters of a replicate, for both of its twins: every :data:`REPEATS` replicates share a member.

    They differ by chance alone, so that chance can be told from what is not known (:mod:`sim.effects.uncertainty`).
    """
    if not members:
        return parameters
    return parameters_of_replicate(parameters, replicate // REPEATS, tuple(map(dict, members)))
