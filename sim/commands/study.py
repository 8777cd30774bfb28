"""What commands that run studies share: reading words, running, and the lines at the end."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.commands.parser import Parser
from sim.commands.progress_bar import Bar, composition_progress
from sim.settings.errors import short
from sim.settings.values import several
from sim.studies.execution.progress import Progress

if TYPE_CHECKING:
    from sim.studies.question.plan import Plan
    from sim.studies.storage.study import Study

DONE, FAILED, MISUSED, STOPPED = 0, 1, 2, 130
UNTIL = "replicates until the orders averted are known within 15 %, a minute at most"


def run_words(command: str, words: Sequence[str], help_text: Callable[[str | None], str], **defaults: Any) -> int:
    """Run a study from the words of a command; give its exit code.

    0 if every run was finished, 1 if some failed or the study had to stop, 2 misused, 130 after Ctrl-C. ``defaults``:
    options of the study where nothing is said.
    """
    parser = Parser(command)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--config-dir")
    parser.add_argument("-q", "--quiet", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.read(words)
    if options.help:
        print(help_text(options.config_dir))
        return DONE
    from sim.studies.question.plan import plan
    from sim.studies.question.request import read_request
    from sim.studies.storage.folder import folder_of

    request = read_request(options.words, options.config_dir, **defaults)
    with composition_progress(options.quiet) as heard:
        ready = plan(request, options.config_dir, heard)
    folder = folder_of(ready)
    if not options.quiet:
        print(announcement(ready), *ready.settings.notes, sep="\n", file=sys.stderr)
    if options.check:
        return DONE
    line = shlex.join(["python", "-m", "sim", command, *words])
    return _run(ready, folder, line, options.quiet)


def announcement(ready: Plan) -> str:
    """Say what is about to run, so that a study that is not what was meant shows at once."""
    from sim.studies.question.stages import UP_TO
    from sim.studies.question.ways import WITHOUT

    settings, options = ready.settings, ready.options
    worlds = {case.world for case in ready.cases}
    parts = [f"{options.analysis}: {several(len(ready.scenarios), 'scenario')}"]
    if ready.axes:
        names = ", ".join(axis.name for axis in ready.axes[:4]) + (", …" if len(ready.axes) > 4 else "")
        parts.append(f"{several(len(ready.points), 'design point')} over {names}")
    for begins, what in ((WITHOUT, "closed way"), (UP_TO, "stage")):
        if many_worlds := sum(world.startswith(begins) for world in worlds):
            parts.append(several(many_worlds, what))
    growing = ready.auto or ready.open
    count = (
        UNTIL if ready.open else "replicates until known" if ready.auto else several(settings.replicates, "replicate")
    )
    most = ready.analysis.most(ready)
    runs = ready.analysis.most_runs(ready)
    many = "" if growing else f" = {several(runs, 'paired run')}"
    if ready.analysis.searches:  # the same candidate may come twice
        many = f", at most {several(most, 'candidate')}, {several(runs, 'paired run')}"
    world = f"ecosystem {settings.ecosystem.name}, {settings.buyers:,} buyers, {several(settings.days, 'day')}"
    if ready.cases[0].members:
        parts.append(f"{len(ready.cases[0].members)} sets of parameters")
    return f"{', '.join(parts)}, {count}{many}; {world}, seed {settings.seed}; every configuration is checked"


def _run(ready: Plan, folder: Path, line: str, quiet: bool) -> int:
    study = keep_running(ready, folder, line, Progress() if quiet else Bar("runs"))
    return study if isinstance(study, int) else _report(study, quiet)


def keep_running(ready: Plan, folder: Path, line: str, progress: Progress) -> Study | int:
    """Run a study, and say in one line why it stopped where it does; give the study, or the exit code."""
    from sim.studies.run_study import run_study
    from sim.studies.storage.errors import StudyStopped, are_stored

    try:
        return run_study(ready, folder, line, progress)
    except KeyboardInterrupt:
        stored = _stored(folder)
        if not stored:
            print("stopped: nothing was finished, nothing is kept", file=sys.stderr)
            return STOPPED
        again = line if ready.settings.output else f"{line} output={shlex.quote(str(folder))}"
        print(f"stopped: {are_stored(stored)}; to go on: {again}", file=sys.stderr)
        print(folder)
        return STOPPED
    except StudyStopped as error:
        if os.environ.get("SIM_DEBUG"):
            raise
        print(f"error: {error}", file=sys.stderr)
        return FAILED


def _stored(folder: Path) -> int:
    from sim.studies.storage.archive import Archive
    from sim.studies.storage.identity import model_identity

    return len(Archive(folder, model_identity()).done)


def _report(study: Study, quiet: bool) -> int:
    """Print the answer, what is missing from it, and last the folder."""
    from sim.commands.answer import answer

    if not quiet and len(study.effects):
        print(answer(study))
    code = tell_left_out(study, "the runs are kept")
    if study.failures:
        what = f"{short(study.failures[0]['scenario'], 40)}, "
        code = tell_failures(study, what, "the rest is kept" if len(study.effects) else "nothing was finished")
    sys.stderr.flush()
    print(study.folder)
    return code


def tell_left_out(study: Study, kept: str) -> int:
    """Say what could not be made of the runs, and what is ``kept`` all the same; give the exit code so far."""
    for note in study.left_out:
        print(note, file=sys.stderr)
    for problem in study.problems:
        print(f"error: {problem}; {kept}", file=sys.stderr)
    return FAILED if study.problems else DONE


def tell_failures(study: Study, what: str, kept: str) -> int:
    """Say in a line which replicate (of ``what``) failed first and how, and what is ``kept``; give the exit code."""
    first = study.failures[0]
    kind, told = "" if first["usage"] else f"{first['kind']}: ", short(f"{first['message']}", 150)
    more = f" (and {len(study.failures) - 1} more)" if len(study.failures) > 1 else ""
    where = f"; settings and traceback in {study.folder / 'failures'}" if not first["usage"] else ""
    print(f"error: {what}replicate {first['replicate']}: {kind}{told}{more}; {kept}{where}", file=sys.stderr)
    if os.environ.get("SIM_DEBUG"):
        print("\n".join(first["traceback"]), file=sys.stderr)
    return MISUSED if first["usage"] else FAILED
