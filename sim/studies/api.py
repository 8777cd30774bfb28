"""``sim.run`` and ``sim.load``: the same studies as the command line's, for notebooks and scripts."""

from __future__ import annotations

import json
import os
import shlex
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sim.model.interventions.base import Intervention
from sim.settings import Settings, compose
from sim.settings.model import barrier_name
from sim.settings.values import word
from sim.studies.execution.progress import Progress
from sim.studies.question.executor import ExecutorOptions
from sim.studies.question.options import StudyOptions

if TYPE_CHECKING:
    from sim.studies.storage.result import Result
    from sim.studies.storage.study import Study


Barrier = str | Intervention | type[Intervention]
"""A barrier by its name, as an object, or as a class, which then starts when the settings say."""


def run(
    interventions: Sequence[Barrier] | Mapping[str, Barrier] = (),
    *,
    replicates: int | None = None,
    ecosystem: str = "western",
    progress: Progress | None = None,
    config_dir: str | None = None,
    ensemble: bool | str | Path = False,
    by_event: bool | None = None,
    **overrides: Any,
) -> Result:
    """Run barriers against the baseline and return the result; nothing is written.

    ``interventions``: names such as ``["takedown"]``, or objects such as ``[Takedown(count=2)]``, or classes, of a
    user's own as well, or a mapping of names to these. ``overrides``: any setting, dotted ones as
    ``**{"interventions.takedown.start": 120}``. ``ensemble``: True, or the file of one: every two replicates take
    another set of parameters that no fact rules out. ``by_event``: what each barrier did from its own day, in
    ``.by_event``; None: where several events of ``data=`` are replayed. Raises SettingsError as the command line would.
    """
    settings = settings_for(interventions, ecosystem=ecosystem, config_dir=config_dir,
                            **({} if replicates is None else {"replicates": replicates}), **overrides)  # fmt: skip
    return run_settings(settings, progress, ensemble=ensemble, by_event=by_event)


def run_settings(
    settings: Settings,
    progress: Progress | None = None,
    executor: ExecutorOptions | None = None,
    ensemble: bool | str | Path = False,
    by_event: bool | None = None,
) -> Result:
    """Run all replicates of the settings, on worker processes unless ``executor`` says otherwise.

    Ctrl-C and failures do not lose what is finished: the result then holds fewer replicates than asked for, and says
    so in ``interrupted`` and ``failures``. Its runs are kept in a temporary folder as long as the result lives.
    """
    from sim.studies.question.members import read_members
    from sim.studies.question.plan import plan_of
    from sim.studies.run_study import run_study
    from sim.studies.storage.result import Result

    members = read_members(None if ensemble is True else ensemble) if ensemble else ()
    place = TemporaryDirectory(prefix="barrierlife-", ignore_cleanup_errors=True)
    options = StudyOptions(
        analysis="run",
        daily="everything",
        executor=executor or ExecutorOptions(),
        ensemble=bool(ensemble),
        by_event=by_event,
    )
    study = run_study(plan_of(settings, options, members), Path(place.name) / "run", "", progress, exported=False)
    result = Result.of(study)
    result.folder, result.keeper = None, _keeper(study, result, place)
    return result


def load(folder: str | Path) -> Result | Study:
    """Read a run folder (a Result) or a study folder (a Study); raise SettingsError if it is neither."""
    from sim.studies.storage.result import Result
    from sim.studies.storage.study import read_study

    study = read_study(folder)
    if not (study.analyses[0].partial and study.cases[0].daily == "everything"):
        return study
    result = Result.of(study)
    result.keeper = _keeper(study, result)
    return result


def _keeper(
    study: Study, result: Result, place: TemporaryDirectory[str] | None = None
) -> Callable[[Path, str | None], None]:
    """Make what writes the folder of a result; ``place`` holds its runs until then."""

    def keep(target: Path, command: str | None) -> None:
        """Write everything beside the target and then move it there, so that a folder of that name is complete."""
        from sim.studies.export import export, note_files

        draft = target.with_name(f"_{target.name}-{os.getpid()}")
        shutil.rmtree(draft, ignore_errors=True)
        line = command or shlex.join(["python", "-m", "sim", "run", *result.settings.overrides])
        try:
            shutil.copytree(study.folder, draft, ignore=shutil.ignore_patterns("_*"))
            there = replace(study, folder=draft, provenance={**study.provenance, "command": line})
            note_files(there)
            record = json.dumps(there.provenance, indent=1, default=str) + "\n"
            (draft / "provenance.json").write_text(record, encoding="utf-8")
            result.problems = export(there)
            draft.replace(target)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        result.provenance = there.provenance
        study.folder = target
        if place is not None:
            place.cleanup()

    return keep


def settings_for(
    interventions: Sequence[Barrier] | Mapping[str, Barrier] = (),
    *,
    ecosystem: str = "western",
    config_dir: str | None = None,
    **overrides: Any,
) -> Settings:
    """Compose the settings that :func:`run` runs."""
    named = _named(interventions)
    words = [] if "from" in overrides else [f"ecosystem={ecosystem}"]
    alike = [name for name, barrier in named.items() if barrier == name]
    if alike:
        words.append(f"+intervention=[{','.join(alike)}]")
    words += [
        f"+intervention@interventions.{name}={barrier}"
        for name, barrier in named.items()
        if isinstance(barrier, str) and barrier != name
    ]
    words += [
        f"{key}={word(os.fspath(value) if isinstance(value, os.PathLike) else value)}"
        for key, value in overrides.items()
    ]
    settings = compose(words, config_dir)
    made = {name: b(start=settings.start) if isinstance(b, type) else b for name, b in named.items()}
    objects = {name: barrier for name, barrier in made.items() if isinstance(barrier, Intervention)}
    if not objects:
        return settings
    barriers = {name: objects.get(name) or settings.interventions[name] for name in named}
    barriers = {**barriers, **{n: b for n, b in settings.interventions.items() if n not in barriers}}  # events of data
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
