"""``run``: barriers against the baseline, replicate by replicate with its twin; a summary and a folder."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.commands.parser import Parser
from sim.settings.errors import TYPED, NotYet
from sim.settings.values import several

if TYPE_CHECKING:
    from sim.settings import Settings
    from sim.studies.question.request import Request
    from sim.studies.storage.study import Study

DONE, STOPPED = 0, 130


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
    asked, overrides = _options(options.overrides, options.config_dir)
    overrides = [re.sub(r"^(\+*replicates=)auto$", r"\g<1>0", word) for word in overrides]
    from sim.settings import compose  # only now: help need not wait for Hydra

    settings = compose(overrides, options.config_dir)
    if options.cfg:
        import yaml

        if asked:
            _check_options(asked, settings)

        if not options.quiet:
            print(*settings.notes, sep="\n", end="\n" if settings.notes else "", file=sys.stderr)
        print(yaml.safe_dump(settings.to_dict(), sort_keys=False, allow_unicode=True), end="")
        return DONE
    from sim.studies.question.options import StudyOptions
    from sim.studies.question.plan import plan_of
    from sim.studies.storage.folder import folder_of

    own = asked.options if asked else StudyOptions()
    own = replace(own, analysis="run", daily="everything")
    plan = plan_of(settings, own, asked.members if asked else ())
    folder = folder_of(plan)
    if not options.quiet:
        print(_announcement(settings), *settings.notes, sep="\n", file=sys.stderr)

    from sim.commands.progress_bar import Bar
    from sim.commands.study import keep_running
    from sim.studies.execution.progress import Progress

    line = shlex.join(["python", "-m", "sim", "run", *words])
    study = keep_running(plan, folder, line, Progress() if options.quiet else Bar())
    return study if isinstance(study, int) else _report(study, line, options.quiet)


def _options(words: Sequence[str], config_dir: str | None) -> tuple[Request | None, list[str]]:
    """Take out the words that say where the replicates run, from which parameters, and what is told of them."""
    own = [word for word in words if re.match(r"\+*(executor[.=]|ensemble=|by_event=|objective=)", word)]
    study = next((word for word in words if re.match(r"\+*study=", word)), None)
    if study is not None:
        raise NotYet(f"{study}: a study is more than one run", key="study", origin=f"{TYPED}: {study}",
                     hint=f"write python -m sim sweep {study} …, or compare")  # fmt: skip
    if not own:
        return None, list(words)
    from sim.studies.question.request import read_request

    return read_request(own, config_dir), [word for word in words if word not in own]


def _check_options(asked: Request, settings: Settings) -> None:
    """Check options that only planning looks at, where nothing is planned."""
    from sim.studies.question.plan import plan_of

    plan_of(settings, replace(asked.options, analysis="run", daily="everything"), asked.members)


def _announcement(settings: Settings) -> str:
    """Say what is run, so that a run that is not what was meant shows at once."""
    from sim.commands.study import UNTIL
    from sim.views.words import spoken

    barriers = ", ".join(
        f"{spoken(name)} from day {b.start}{_date(name, b.start, settings)}{f' once {b.trigger}' if b.trigger else ''}"
        for name, b in settings.interventions.items()
    )

    count = several(settings.replicates, "replicate") if settings.replicates else UNTIL
    return (
        f"{barriers or 'no barrier (baseline only)'}; ecosystem {settings.ecosystem.name}, {settings.buyers:,} buyers, "
        f"{several(settings.days, 'day')}, {count}, seed {settings.seed}"
    )


def _date(name: str, day: int, settings: Settings) -> str:
    """Give the date of a day in brackets, where the run has a calendar and the barrier has no date in its name."""
    from sim.observations.calendar import date_of

    date = date_of(day, settings.day_zero) if settings.day_zero else None
    return f" ({date})" if date and f"{date:%Y_%m_%d}" not in name else ""


def _report(study: Study, line: str, quiet: bool) -> int:
    """Print the summary, what is missing from it, and last the folder."""
    from sim.commands.study import tell_failures, tell_left_out

    asked, finished = study.cases[0].settings.replicates, study.replicates
    if finished and not quiet:
        print(study.analyses[0].text(study))
    kept = f"{finished} of {several(asked, 'replicate')} {'is' if asked == 1 else 'are'} kept"
    code = tell_left_out(study, "the tables are kept")
    if study.failures:
        code = tell_failures(study, "", kept)
    elif study.interrupted:
        again = line if study.cases[0].settings.output else f"{line} output={shlex.quote(str(study.folder))}"
        print(f"stopped: {kept}; to go on: {again}", file=sys.stderr)
        code = STOPPED
    sys.stderr.flush()
    print(study.folder)
    return code
