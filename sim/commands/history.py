"""``history``: from the first marketplace to the end of 2019, beside what is on record."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import Any

from sim.commands.measuring import DONE, FAILED, folder_of, read, write_record
from sim.settings import Settings, compose
from sim.settings.typed import Option, take

FULL = 38_000_000
SETTINGS = ("seed", "threads", "output")
OPTIONS = {"buyers": Option(int, FULL, low=1_000, high=100_000_000)}
HELP = f"""\
usage: python -m sim history [buyers={FULL}] [seed=1] [threads=2] [output=FOLDER] [ecosystem.…=…]

Plays the trade from the first marketplace, in February 2011, to the end of 2019: few people at first and ever more,
and the closures that are known by date. All else, which marketplaces open and close besides and where people go, is
the model's. Everybody who ever ordered is one of the buyers; a smaller world stands for all of them by its scale.
At full size a run takes minutes and about 4 GiB of memory; buyers=400000 far less.

Writes history.png and .svg, years.csv (revenue, orders, people, marketplaces, leader), causes.csv (closures by year),
closures.csv (revenue after each closure known by date) and provenance.json. The last line printed is their folder.

  python -m sim history buyers=400000
  python -m sim history seed=2 output=results/history_2

options:
  -q, --quiet   print nothing but the folder
  -h, --help    print this"""


def parse(words: Sequence[str]) -> tuple[dict[str, Any], Settings]:
    """Give what was asked for, and the settings; raise SettingsError on what cannot be meant."""
    asked, others = take(words, OPTIONS, SETTINGS)
    threads = [] if any(word.startswith("threads=") for word in others) else ["threads=2"]
    return asked, compose(["ecosystem=history", *others, *threads])


def peak_gib() -> float | None:
    """Give the most memory that was used so far, GiB; None where the system does not count it."""
    try:
        import resource
    except ImportError:  # Windows has no such module
        return None
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(size / (2**30 if sys.platform == "darwin" else 2**20), 2)


def main(words: Sequence[str]) -> int:
    """Play, print the tables and draw the picture; 0 when it is done, 1 where coin was made or lost."""
    options = read("history", words, HELP)
    if options is None:
        return DONE
    asked, settings = parse(options.overrides)
    folder = folder_of(settings, "history", "history")

    from sim.commands.progress_bar import Bar
    from sim.studies.execution.progress import Progress
    from sim.studies.pages.history import keep
    from sim.studies.storage.locking import held
    from sim.studies.storage.provenance import git_state, model_source
    from sim.validation.history import DAYS, play

    with held(folder):
        progress = Progress() if options.quiet else Bar("days")
        progress.start(DAYS, 1)
        began, used = time.monotonic(), time.process_time()
        try:
            played = play(settings.ecosystem, asked["buyers"], seed=settings.seed, threads=settings.threads,
                          tell=lambda day: progress.advance(day + 1, DAYS))  # fmt: skip
        finally:
            progress.stop()
        spent = {
            "seconds": round(time.monotonic() - began, 1), "processor_seconds": round(time.process_time() - used, 1),
            "peak_gib": peak_gib(),
        }  # fmt: skip
        shown, left_out = keep(played, folder)
        facts = {"buyers": asked["buyers"], "seed": settings.seed, "threads": settings.threads, "model": model_source(),
                 "git": git_state(), **spent}  # fmt: skip
        write_record(folder, "history", words, facts)
    balanced = played.world.state.balance() == 0
    if not options.quiet:
        print(shown)
        memory = f", {spent['peak_gib']} GiB at most" if spent["peak_gib"] is not None else ""
        print(f"\n{spent['seconds']:,} s, {spent['processor_seconds']:,} s of processor{memory}")
    for note in left_out:
        print(note, file=sys.stderr)
    if not balanced:
        print("error: coin was made or lost", file=sys.stderr)
    sys.stdout.flush()
    print(folder)
    return DONE if balanced else FAILED
