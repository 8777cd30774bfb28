"""``sim.run``: the same study as the command line's, for notebooks and scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.model.interventions.base import Intervention
from sim.settings import Settings, compose
from sim.settings.model import barrier_name
from sim.settings.values import word
from sim.studies.progress import Progress

if TYPE_CHECKING:
    from sim.studies.result import Result


Barrier = str | Intervention | type[Intervention]
"""A barrier by its name, as an object, or as a class, which then starts when the settings say."""


def run(
    interventions: Sequence[Barrier] | Mapping[str, Barrier] = (),
    *,
    replicates: int | None = None,
    ecosystem: str = "western",
    progress: Progress | None = None,
    config_dir: str | None = None,
    **overrides: Any,
) -> Result:
    """Run barriers against the baseline and return the result; nothing is written.

    ``interventions``: names such as ``["takedown"]``, or objects such as ``[Takedown(count=2)]``, or classes, of a
    user's own as well, or a mapping of names to these. ``overrides``: any setting, dotted ones as
    ``**{"interventions.takedown.start": 120}``. Raises SettingsError as the command line would.
    """
    from sim.studies.runner import run as run_settings

    settings = settings_for(interventions, ecosystem=ecosystem, config_dir=config_dir,
                            **({} if replicates is None else {"replicates": replicates}), **overrides)  # fmt: skip
    return run_settings(settings, progress)


def settings_for(
    interventions: Sequence[Barrier] | Mapping[str, Barrier] = (),
    *,
    ecosystem: str = "western",
    config_dir: str | None = None,
    **overrides: Any,
) -> Settings:
    """Compose the settings that :func:`run` runs."""
    named = _named(interventions)
    words = [f"ecosystem={ecosystem}"]
    alike = [name for name, barrier in named.items() if barrier == name]
    if alike:
        words.append(f"+intervention=[{','.join(alike)}]")
    words += [
        f"+intervention@interventions.{name}={barrier}"
        for name, barrier in named.items()
        if isinstance(barrier, str) and barrier != name
    ]
    words += [f"{key}={word(value)}" for key, value in overrides.items()]
    settings = compose(words, config_dir)
    made = {name: b(start=settings.start) if isinstance(b, type) else b for name, b in named.items()}
    objects = {name: barrier for name, barrier in made.items() if isinstance(barrier, Intervention)}
    if not objects:
        return settings
    barriers = {name: objects.get(name) or settings.interventions[name] for name in named}
    # Through plain values once more, so that objects are checked as words are.
    return Settings.from_dict(
        replace(settings, interventions=barriers).to_dict(), origin=lambda key: "sim.run(…)", overrides=tuple(words)
    )


def _named(
    interventions: Sequence[Barrier] | Mapping[str, Barrier],
) -> dict[str, Barrier]:
    if isinstance(interventions, Mapping):
        return dict(interventions)
    if isinstance(interventions, (str, Intervention, type)):
        interventions = [interventions]
    named: dict[str, Barrier] = {}
    for barrier in interventions:
        stem = barrier if isinstance(barrier, str) else barrier_name(barrier)
        name, count = stem, 1
        while name in named:
            count += 1
            name = f"{stem}_{count}"
        named[name] = barrier
    return named
