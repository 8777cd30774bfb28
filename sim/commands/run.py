"""``run``: barriers against the baseline, replicate by replicate with its twin; a summary and a folder."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.commands.parser import Parser
from sim.settings import Settings, compose
from sim.settings.errors import TYPED, NotYet
from sim.settings.output import check_output, output_folder
from sim.settings.values import several

if TYPE_CHECKING:
    from sim.studies import Result
    from sim.studies.engines import ExecutorOptions

DONE, FAILED, MISUSED, STOPPED = 0, 1, 2, 130


def main(words: Sequence[str]) -> int:
    """Run a scenario; give 0 if every replicate was finished, 1 if some failed, 2 misused, 130 after Ctrl-C."""
    if not {"-m", "--multirun"}.isdisjoint(words):
        from sim.commands.sweep import main as sweep

        return sweep([word for word in words if word not in ("-m", "--multirun")])
    parser = Parser("run")
    parser.add_argument("overrides", nargs="*")
    parser.add_argument("--cfg", choices=("job",))
    parser.add_argument("--resolve", action="store_true")
    parser.add_argument("--config-dir")
    parser.add_argument("-m", "--multirun", action="store_true")
    parser.add_argument("-q", "--quiet", action="store_true")
    options = parser.read(words)
    if options.help:
        from sim.commands.help import run_help

        print(run_help(options.config_dir))
        return DONE
    executor, overrides = _executor(options.overrides, options.config_dir)
    settings = compose(overrides, options.config_dir)
    if options.cfg:
        import yaml

        print(yaml.safe_dump(settings.to_dict(), sort_keys=False, allow_unicode=True), end="")
        return DONE
    folder = output_folder(settings)
    check_output(folder, f"{TYPED}: output={settings.output}" if settings.output else "default")

    from sim.commands.progress import Bar
    from sim.studies import run
    from sim.studies.progress import Progress

    if not options.quiet:
        print(_announcement(settings), *settings.notes, sep="\n", file=sys.stderr)
    result = run(settings, Progress() if options.quiet else Bar(), executor)
    if result.finished or result.failures:
        result.save(folder, shlex.join(["python", "-m", "sim", "run", *words]))
    return _report(result, options.quiet)


def _executor(words: Sequence[str], config_dir: str | None) -> tuple[ExecutorOptions | None, list[str]]:
    """Take out the words that say where the replicates run."""
    own = [word for word in words if re.match(r"\+*executor[.=]", word)]
    study = next((word for word in words if re.match(r"\+*study=", word)), None)
    if study is not None:
        raise NotYet(f"{study}: a study is more than one run", key="study", origin=f"{TYPED}: {study}",
                     hint=f"write python -m sim sweep {study} …, or compare")  # fmt: skip
    if not own:
        return None, list(words)
    from sim.studies.options import understood

    return understood(own, config_dir).options.executor, [word for word in words if word not in own]


def _announcement(settings: Settings) -> str:
    """Say what is run, so that a run that is not what was meant shows at once."""
    barriers = ", ".join(
        f"{name} from day {b.start}{f' once {b.trigger}' if b.trigger else ''}"
        for name, b in settings.interventions.items()
    )
    return (
        f"{barriers or 'no barrier (baseline only)'}; ecosystem {settings.ecosystem.name}, {settings.buyers:,} buyers, "
        f"{settings.days:,} days, {several(settings.replicates, 'replicate')}, seed {settings.seed}"
    )


def _report(result: Result, quiet: bool) -> int:
    """Print the summary, what is missing from it, and last the folder."""
    if result.finished and not quiet and not result.problems:
        print(result)
    kept = f"{result.finished} of {several(result.settings.replicates, 'replicate')} are kept"
    code = DONE
    for problem in result.problems:
        print(f"error: {problem}; the tables are kept", file=sys.stderr)
        code = FAILED
    if result.failures:
        first = result.failures[0]
        more = f" (and {len(result.failures) - 1} more)" if len(result.failures) > 1 else ""
        where = f"; traceback in {result.folder}{os.sep}failures.txt" if first.trace and not first.usage else ""
        print(f"error: {first}{more}; {kept}{where}", file=sys.stderr)
        if os.environ.get("SIM_DEBUG"):
            print(first.trace, file=sys.stderr)
        code = MISUSED if first.usage else FAILED
    elif result.interrupted:
        print(f"stopped: {kept if result.finished else 'nothing was finished, nothing is kept'}", file=sys.stderr)
        code = STOPPED
    if result.folder is not None:
        sys.stderr.flush()
        print(result.folder)
    return code
