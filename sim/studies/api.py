"""``sim.run``, ``sim.compare``, ``sim.sweep`` and ``sim.load``: the studies of the command line, for notebooks."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sim.model.interventions.base import Intervention
from sim.settings import Settings, compose
from sim.studies.execution.notebook import heard_by
from sim.studies.execution.progress import Progress
from sim.studies.pages.keeping import keep, temporary
from sim.studies.question.asked import Barriers, Over, barrier_words, named, within, words_of
from sim.studies.question.executor import ExecutorOptions
from sim.studies.question.options import StudyOptions

if TYPE_CHECKING:
    from sim.studies.pages.answered import Answered
    from sim.studies.storage.result import Result


def run(
    interventions: Barriers = (),
    *,
    replicates: int | None = None,
    ecosystem: str = "western",
    progress: Progress | bool | None = None,
    config_dir: str | None = None,
    ensemble: bool | str | Path = False,
    by_event: bool | None = None,
    objective: str = "",
    **overrides: Any,
) -> Result:
    """Run barriers against the baseline and return the result; nothing is written.

    ``interventions``: names such as ``["takedown"]``, or objects such as ``[Takedown(count=2)]``, or classes, of a
    user's own as well, or a mapping of names to these; ``start=`` is for those that say no day of their own.
    ``progress``: who hears of it (default: a line in a notebook, nothing elsewhere; False: nothing). ``overrides``: any
    setting, dotted ones as
    ``**{"interventions.takedown.start": 120}``. ``ensemble``: True, or the file of one: every two replicates take
    another set of parameters that no fact rules out. ``by_event``: what each barrier did from its own day, in
    ``.by_event``; None: where several events of ``data=`` are replayed. ``objective``: what is to be reached, such as
    ``"averted_first_year_share > 0.2 until 365"``; whether it is stands in ``.objective``. Raises SettingsError as the
    command line would.
    """
    settings = settings_for(interventions, ecosystem=ecosystem, config_dir=config_dir,
                            **({} if replicates is None else {"replicates": replicates}), **overrides)  # fmt: skip
    return run_settings(settings, heard_by(progress), ensemble=ensemble, by_event=by_event, objective=objective)


def compare(
    interventions: Barriers = (),
    *,
    ecosystem: str = "western",
    progress: Progress | bool | None = None,
    config_dir: str | None = None,
    **overrides: Any,
) -> Answered:
    """Hold barriers against each other over one baseline, replicate by replicate, and rank them.

    ``interventions``, ``progress``: as of :func:`run`. ``overrides``: any setting or option of a study by the name that
    the command line has, such as ``replicates=50`` or ``"auto"``, ``combine="all"``, ``ways=True``, ``ensemble=True``,
    ``study="league"``, ``executor="dask"``. With ``output="folder"`` the study folder is written there, and what it
    holds already is not run again; else nothing is written. Raises SettingsError as the command line would, and
    StudyStopped where the study cannot go on.
    """
    return _study("compare", words_of(interventions, (), within(ecosystem, overrides)), progress, config_dir)


def sweep(
    interventions: Barriers = (),
    over: Over = (),
    *,
    ecosystem: str = "western",
    progress: Progress | bool | None = None,
    config_dir: str | None = None,
    **overrides: Any,
) -> Answered:
    """Run every point of a design, or what an analysis makes of one (``study="sobol"``, ``"robustness"``, …).

    ``over``: what varies. A mapping of names to values: a list such as ``{"interventions.takedown.count": [1, 2, 4]}``,
    a pair ``(low, high)`` for a range, None for the range of its record; or names only. ``design``: ``"grid"``,
    ``"latin_hypercube"`` or ``"sobol"``, with ``samples`` points. All else is as of :func:`compare`.
    """
    return _study("sweep", words_of(interventions, over, within(ecosystem, overrides)), progress, config_dir)


def _study(command: str, words: Sequence[str], progress: Progress | bool | None, config_dir: str | None) -> Answered:
    from sim.studies.pages.answered import Answered
    from sim.studies.question.plan import plan
    from sim.studies.question.request import read_request
    from sim.studies.run_study import run_study
    from sim.studies.storage.folder import folder_of

    ready = plan(read_request(words, config_dir, analysis=command), config_dir)
    place = None if ready.settings.output else temporary()
    folder = folder_of(ready) if place is None else Path(place.name) / command
    extra = ["--config-dir", str(config_dir)] if config_dir else []
    line = shlex.join(["python", "-m", "sim", command, *words, *extra])
    return Answered.of(run_study(ready, folder, line, heard_by(progress), exported=place is None), place)


def run_settings(
    settings: Settings,
    progress: Progress | None = None,
    executor: ExecutorOptions | None = None,
    ensemble: bool | str | Path = False,
    by_event: bool | None = None,
    objective: str = "",
) -> Result:
    """Run all replicates of the settings, on worker processes unless ``executor`` says otherwise.

    Ctrl-C and failures do not lose what is finished: the result then holds fewer replicates than asked for, and says
    so in ``interrupted`` and ``failures``. Its runs are kept in a temporary folder as long as the result lives.
    """
    from sim.studies.pages.answered import Answered
    from sim.studies.question.members import read_members
    from sim.studies.question.plan import plan_of
    from sim.studies.run_study import run_study
    from sim.studies.storage.result import Result

    members = read_members(None if ensemble is True else ensemble) if ensemble else ()
    place = temporary()
    options = StudyOptions(
        analysis="run",
        daily="everything",
        executor=executor or ExecutorOptions(),
        ensemble=bool(ensemble),
        by_event=by_event,
        objective=objective,
    )
    study = run_study(plan_of(settings, options, members), Path(place.name) / "run", "", progress, exported=False)
    result = Result.of(study)
    result.folder, result.study = None, Answered.of(study, place)
    result.keeper = _keeper(result.study, result, place)
    return result


def load(folder: str | Path) -> Result | Answered:
    """Read a run folder (a Result) or a study folder (its study); raise SettingsError if it is neither."""
    from sim.studies.pages.answered import Answered
    from sim.studies.storage.result import Result
    from sim.studies.storage.study import read_study

    study = Answered.of(read_study(folder))
    if not (study.analyses[0].partial and study.cases[0].daily == "everything"):
        return study
    result = Result.of(study)
    result.study, result.keeper = study, _keeper(study, result)
    return result


def _keeper(
    study: Answered, result: Result, place: TemporaryDirectory[str] | None = None
) -> Callable[[Path, str | None], None]:
    """Make what writes the folder of a result; ``place`` holds its runs until then."""

    def write(target: Path, command: str | None) -> None:
        line = command or shlex.join(["python", "-m", "sim", "run", *result.settings.overrides])
        result.problems = keep(study, target, line, place)
        result.provenance = study.provenance

    return write


def _begun(barrier: Any, start: int, overrides: Mapping[str, Any]) -> Any:
    """Let a class, and an object that does not say when, start where the call says, as a barrier by name does."""
    if isinstance(barrier, type):
        return barrier(start=start)
    usual = isinstance(barrier, Intervention) and barrier.start == type(barrier).start
    return replace(barrier, start=start) if usual and "start" in overrides else barrier


def settings_for(
    interventions: Barriers = (),
    *,
    ecosystem: str = "western",
    config_dir: str | None = None,
    **overrides: Any,
) -> Settings:
    """Compose the settings that :func:`run` runs."""
    barriers = named(interventions)
    typed = {name: barrier for name, barrier in barriers.items() if isinstance(barrier, str)}
    words = [*barrier_words(typed), *words_of(options=within(ecosystem, overrides))]
    settings = compose(words, config_dir)
    made = {name: _begun(b, settings.start, overrides) for name, b in barriers.items()}
    objects = {name: barrier for name, barrier in made.items() if isinstance(barrier, Intervention)}
    if not objects:
        return settings
    chosen = {name: objects.get(name) or settings.interventions[name] for name in barriers}
    chosen = {**chosen, **{n: b for n, b in settings.interventions.items() if n not in chosen}}  # events of data
    # Through plain values once more, so that objects are checked as words are.
    return Settings.from_dict(
        replace(settings, interventions=chosen).to_dict(), origin=lambda key: "sim.run(…)", overrides=tuple(words)
    )
