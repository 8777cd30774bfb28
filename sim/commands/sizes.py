"""``validate sizes``: every barrier and shock at several sizes of the world, and whether the effects agree."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from sim.commands.measuring import DONE, FAILED, STOPPED, folder_of, read, write_record
from sim.settings import Settings, compose
from sim.settings.typed import Option, take

SETTINGS = ("seed", "workers", "output")
OPTIONS = {
    "sizes": Option(int, [20_000, 50_000, 200_000, 1_000_000], many=True, low=100, high=10_000_000),
    "replicates": Option(int, 20, high=10_000),
    "seconds": Option(float, 900.0, low=1),
}
HELP = """\
usage: python -m sim validate sizes [sizes=[20000,50000,200000,1000000]] [replicates=20] [seconds=900] [seed=1]
                                    [workers=0] [output=FOLDER] [ecosystem.…=…]

Runs every barrier and shock at its defaults in worlds of several sizes, each against its twin: orders missing in four
weeks and in a year, days until trade is back. An effect agrees with that of the largest world where their difference
is within chance. The smallest world gets that many replicates, larger ones fewer (they vary less), three at least;
none begins after the given seconds. Writes sizes.csv (one row per barrier, figure and size), measurements.csv and
provenance.json. The last line printed is their folder.

options:
  -q, --quiet   print nothing but the folder
  -h, --help    print this"""


def main(words: Sequence[str]) -> int:
    """Print the table; 0 when all runs finished, whatever the verdicts; 1 failed, 130 after Ctrl-C."""
    options = read("validate sizes", words, HELP)
    if options is None:
        return DONE
    asked, settings = parse(options.overrides)
    folder = folder_of(settings, "validation", "sizes")

    from sim.commands.progress_bar import Bar
    from sim.studies.execution.progress import Progress
    from sim.studies.fitting.sizes import across
    from sim.studies.storage.locking import held
    from sim.studies.storage.provenance import git_state, model_source
    from sim.views import sizes as view

    with held(folder):
        done = across(
            settings.ecosystem, sorted(set(asked["sizes"])), replicates=asked["replicates"], seconds=asked["seconds"],
            seed=settings.seed, workers=settings.workers, progress=Progress() if options.quiet else Bar("runs"),
        )  # fmt: skip
        for failure in done.failures[:1]:
            print(f"error: {failure}", file=sys.stderr)
        if len(done.measured):
            table = view.table(done.measured)
            if not options.quiet:
                print(view.text(table))
            done.measured.to_csv(folder / "measurements.csv", index=False)
            table.to_csv(folder / "sizes.csv", index=False)
            facts = {**asked, "seed": settings.seed, "model": model_source(), "git": git_state()}
            write_record(folder, "validate sizes", words, facts)
            sys.stdout.flush()
            print(folder)
    return STOPPED if done.interrupted else FAILED if done.failures else DONE


def parse(words: Sequence[str]) -> tuple[dict[str, Any], Settings]:
    """Give what was asked for, and the settings; raise SettingsError on what cannot be meant."""
    asked, others = take(words, OPTIONS, SETTINGS)
    return asked, compose(others)
