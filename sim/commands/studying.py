"""What commands that run studies share: reading words, running, and the lines at the end."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.commands.parser import Parser
from sim.settings.errors import TYPED
from sim.settings.output import check_output, expanded
from sim.settings.values import several

if TYPE_CHECKING:
    from sim.studies.plans import Plan
    from sim.studies.study import Study

DONE, FAILED, MISUSED, STOPPED = 0, 1, 2, 130


def conducted(command: str, words: Sequence[str], help_text: Callable[[str | None], str], **defaults: Any) -> int:
    """Run a study from the words of a command; give its exit code.

    0 if every run was finished, 1 if some failed or the study had to stop, 130 after Ctrl-C. ``defaults``: options of
    the study where nothing is said.
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
    from sim.studies.options import understood
    from sim.studies.plans import plan

    ready = plan(understood(options.words, options.config_dir, **defaults), options.config_dir)
    folder = folder_of(ready)
    if not options.quiet:
        print(announcement(ready), *ready.settings.notes, sep="\n", file=sys.stderr)
    if options.check:
        return DONE
    line = shlex.join(["python", "-m", "sim", command, *words])
    return _run(ready, folder, line, options.quiet)


def folder_of(ready: Plan) -> Path:
    """Give the folder a study writes to: output=…, or a new one named after moment and question."""
    if ready.settings.output:
        folder = expanded(ready.settings.output)
        if not (folder / "study.json").is_file():
            check_output(folder, f"{TYPED}: output={ready.settings.output}")
        return folder
    name = re.sub(r"[^A-Za-z0-9+_-]+", "-", ready.options.title.lower() or "-".join(ready.scenarios))[:60].strip("-")
    moment = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    folder = Path("results") / "studies" / f"{moment}-{name}"
    check_output(folder)
    return folder


def announcement(ready: Plan) -> str:
    """Say what is about to run, so that a study that is not what was meant shows at once."""
    settings, options = ready.settings, ready.options
    worlds = len({case.world for case in ready.cases})
    parts = [f"{options.analysis}: {several(len(ready.scenarios), 'scenario')}"]
    if ready.axes:
        names = ", ".join(axis.name for axis in ready.axes[:4]) + (", …" if len(ready.axes) > 4 else "")
        parts.append(f"{several(len(ready.points), 'design point')} over {names}")
    if worlds > 1:
        parts.append(f"{several(worlds - 1, 'closed channel')}")
    count = "replicates until known" if ready.auto else several(settings.replicates, "replicate")
    many = "" if ready.auto else f" = {len(ready.cases) * settings.replicates:,} paired runs"
    world = f"ecosystem {settings.ecosystem.name}, {settings.buyers:,} buyers, {settings.days:,} days"
    return f"{', '.join(parts)}, {count}{many}; {world}, seed {settings.seed}; every configuration is checked"


def _run(ready: Plan, folder: Path, line: str, quiet: bool) -> int:
    from sim.commands.progress import Bar
    from sim.studies.archive import StudyStopped
    from sim.studies.conduct import conduct
    from sim.studies.progress import Progress

    try:
        study = conduct(ready, folder, line, Progress() if quiet else Bar("runs"))
    except KeyboardInterrupt:
        stored = _stored(folder)
        again = line if ready.settings.output else f"{line} output={shlex.quote(str(folder))}"
        print(f"stopped: {stored} runs are stored; to go on: {again}", file=sys.stderr)
        print(folder)
        return STOPPED
    except StudyStopped as error:
        if os.environ.get("SIM_DEBUG"):
            raise
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    return _report(study, quiet)


def _stored(folder: Path) -> int:
    from sim.studies.archive import Archive
    from sim.studies.identity import model_identity

    return len(Archive(folder, model_identity()).done)


def _report(study: Study, quiet: bool) -> int:
    """Print the answer, what is missing from it, and last the folder."""
    from sim.commands.printed import printed

    code = DONE
    if not quiet and len(study.effects):
        print(printed(study))
    for problem in study.problems:
        print(f"error: {problem}; the runs are kept", file=sys.stderr)
        code = FAILED
    if study.failures:
        first = study.failures[0]
        what = f"{first['scenario']}, replicate {first['replicate']}: {first['kind']}: {first['message']}"
        more = f" (and {len(study.failures) - 1} more)" if len(study.failures) > 1 else ""
        where = study.folder / "failures"
        print(f"error: {what}{more}; the rest is kept; settings and traceback in {where}", file=sys.stderr)
        code = FAILED
    sys.stderr.flush()
    print(study.folder)
    return code
