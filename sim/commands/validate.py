"""``validate``: the baseline and real episodes against what was observed, fact by fact."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.commands.measuring import DONE, FAILED, STOPPED, folder_of, read, write_record
from sim.settings import Settings
from sim.settings.errors import TYPED, Contradiction, SettingsError
from sim.settings.values import several

if TYPE_CHECKING:
    import pandas as pd

    from sim.studies.fitting.validation import Comparison

CHECKOUT = Path(__file__).resolve().parents[2]
BEGIN, END = "<!-- validation: begin -->", "<!-- validation: end -->"

HELP = """\
usage: python -m sim validate [buyers=50000] [replicates=20] [seed=1] [workers=0] [output=FOLDER] [options]

Runs the ecosystem without barriers for three years, and replays what really happened, with one set of parameters;
prints each figure beside what was observed, and every miss in a sentence. Writes validation.csv (one row a figure),
measurements.csv (one row a figure and replicate) and provenance.json. The last line printed is their folder.

  python -m sim validate
  python -m sim validate --quick
  python -m sim validate ecosystem.vendors.stop=0.01     another figure of the ecosystem
  python -m sim validate sizes                           whether effects hang on the size of the world (sizes --help)

options:
  --quick       few replicates of a small world (buyers=2000 replicates=4 unless typed): a first look
  --docs        also write docs/validation.md and the summary in README.md (in a checkout)
  -q, --quiet   print nothing but the folder
  -h, --help    print this"""


def main(words: Sequence[str]) -> int:
    """Compare with the evidence; 0 when all replicates ran, whatever the verdicts; 1 failed, 130 after Ctrl-C."""
    if words and words[0] == "sizes":
        from sim.commands.sizes import main as sizes

        return sizes(words[1:])
    options = read("validate", words, HELP, ("--quick", "--docs"))
    if options is None:
        return DONE
    from sim.studies.fitting.evidence import settings_of

    settings = settings_of(options.overrides, options.quick)
    if options.docs:
        _check_docs(options)
    folder = folder_of(settings, "validation", "validate")

    from sim.commands.progress_bar import Bar
    from sim.studies.execution.progress import Progress
    from sim.studies.fitting.validation import compare
    from sim.studies.storage.locking import held
    from sim.views import validation as view
    from sim.views.grounds import grounds_of

    if not options.quiet:
        print(_announcement(settings), file=sys.stderr)
    with held(folder):
        done = compare(
            settings.ecosystem, buyers=settings.buyers, replicates=settings.replicates, seed=settings.seed,
            workers=settings.workers, progress=Progress() if options.quiet else Bar(),
        )  # fmt: skip
        if done.finished:
            table = view.verdicts(done.measured)
            if not options.quiet:
                print(view.text(table, done.tried, done.passed_over))
                for caution in grounds_of([settings]).cautions():
                    print(f"Warning: {caution.text}")
            _write(folder, table, done, settings, words)
            if options.docs and not (done.failures or done.interrupted):
                _write_docs(table, done, settings)
    return _report(done, folder, settings)


def _check_docs(options: Any) -> None:
    if options.quick:
        raise Contradiction("--docs and --quick", key="--docs", origin=TYPED,
                            hint="the documentation holds full runs; leave --quick out")  # fmt: skip
    if not (CHECKOUT / "docs").is_dir():
        raise SettingsError("--docs writes into a checkout, and the package is installed elsewhere", key="--docs",
                            origin=TYPED)  # fmt: skip


def _announcement(settings: Settings) -> str:
    from sim.validation.measure import PARTS

    return (
        f"steady state and {len(PARTS) - 1} episodes against the evidence; {settings.buyers:,} buyers, "
        f"{several(settings.replicates, 'replicate')} of each, seed {settings.seed}"
    )


def _write(folder: Path, table: pd.DataFrame, done: Comparison, settings: Settings, words: Sequence[str]) -> None:
    from sim.studies.fitting.evidence import parameters_digest
    from sim.studies.storage.provenance import git_state, model_source
    from sim.version import __version__

    done.measured.to_csv(folder / "measurements.csv", index=False)  # first what cannot be made of the others
    table.to_csv(folder / "validation.csv", index=False)
    facts = {
        "seed": settings.seed,
        "buyers": settings.buyers,
        "replicates": settings.replicates,
        "tried": done.tried,
        "passed_over": done.passed_over,
        "interrupted": done.interrupted,
        "failures": [str(failure) for failure in done.failures],
        "model": {"version": __version__, "source": model_source(), "parameters": parameters_digest(settings)},
        "git": git_state(),
    }
    write_record(folder, "validate", words, facts)


def _write_docs(table: pd.DataFrame, done: Comparison, settings: Settings) -> None:
    """Write the page of the documentation, and the summary between its marks in the README."""
    from sim.studies.fitting.evidence import parameters_digest
    from sim.views import validation as view

    typed = [word for word in settings.overrides if not word.startswith(("output=", "workers="))]
    made = [
        f"{settings.buyers:,} buyers, {several(settings.replicates, 'replicate')}, seed {settings.seed}; parameters "
        f"`{parameters_digest(settings)}`" + (f"; typed: `{' '.join(typed)}`" if typed else "") + "."
    ]
    page = view.page(table, done.tried, done.passed_over, made)
    (CHECKOUT / "docs" / "validation.md").write_text(page, encoding="utf-8")
    readme = CHECKOUT / "README.md"
    if readme.is_file():
        old = readme.read_text(encoding="utf-8")
        block = f"{BEGIN}\n{view.summary(table)}{END}"
        new = re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: block, old, flags=re.DOTALL)
        readme.write_text(new, encoding="utf-8")


def _report(done: Comparison, folder: Path, settings: Settings) -> int:
    """Say what is missing, last print the folder, and give the exit code."""
    code = DONE
    if done.failures:
        first = done.failures[0]
        more = f" (and {len(done.failures) - 1} more)" if len(done.failures) > 1 else ""
        print(f"error: {first}{more}", file=sys.stderr)
        if os.environ.get("SIM_DEBUG"):
            print(first.trace, file=sys.stderr)
        code = FAILED
    elif done.interrupted:
        kept = "what was measured is kept" if done.finished else "nothing was finished, nothing is kept"
        print(f"stopped: {kept}", file=sys.stderr)
        code = STOPPED
    else:
        for part, tried in done.tried.items():
            if (got := tried - done.passed_over[part]) < settings.replicates:
                print(f"warning: {part}: only {got} of {several(settings.replicates, 'replicate')}", file=sys.stderr)
    if done.finished:
        sys.stderr.flush()
        print(folder)
    return code
