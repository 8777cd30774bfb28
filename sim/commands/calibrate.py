"""``calibrate``: fit parameters to the evidence, and keep every set that no fact rules out."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.commands.measuring import DONE, FAILED, STOPPED, folder_of, read
from sim.settings.values import several

if TYPE_CHECKING:
    from sim.studies.fitting.fit import Fit

HELP = """\
usage: python -m sim calibrate [buyers=50000] [replicates=2] [over=[PARAMETER,…]] [holdout=EPISODE] [near=1]
                               [points=150] [wave_points=60] [waves=3] [members=100] [finalists=6] [seconds=3600]
                               [seed=1] [workers=0] [output=FOLDER] [ecosystem.…=…]

Fits parameters of status judgement or derived, within ranges, to the observed facts by history matching: sets of
parameters are run, a Gaussian process tells what each fact would be elsewhere, and sets that a fact rules out (three
standard deviations of chance and emulator beyond its band) are left out of the next wave. At the end the best and the
present set are run again in other worlds with four times the replicates, and the best of these is chosen. Each set
that was run is kept at once: with the same words and output=FOLDER it goes on where it stopped.

Writes chosen.yaml (a group for ecosystem=…), ensemble.csv (sets that no fact rules out), facts.csv, sensitivity.csv
(what each fact says about which parameter), identification.csv (what stays open). The last line is their folder.

  python -m sim calibrate output=results/fit seconds=1800
  python -m sim calibrate data=FOLDER                  own facts as targets too, in the world of one's own listings
  python -m sim calibrate output=results/fit_held holdout=monopoly
  python -m sim calibrate near=0.3                     only that share of each range, around what stands now
  python -m sim calibrate over=[administrators.growth,administrators.slack] points=40 waves=2

options:
  -q, --quiet   print nothing but the folder
  -h, --help    print this"""


def main(words: Sequence[str]) -> int:
    """Calibrate; 0 when every wave was run, 1 where sets failed, 130 after Ctrl-C."""
    options = read("calibrate", words, HELP)
    if options is None:
        return DONE
    from sim.studies.fitting.fit import Asked, Fit

    asked = Asked.of(options.overrides)
    folder = folder_of(asked.settings, "calibration", "calibrate", goes_on=True)

    from sim.commands.progress_bar import Bar
    from sim.studies.execution.progress import Progress
    from sim.studies.storage.locking import held

    if not options.quiet:
        print(*asked.settings.notes, sep="\n", end="\n" if asked.settings.notes else "", file=sys.stderr)
    with held(folder):
        found = Fit(asked, asked.run(folder, Progress() if options.quiet else Bar("sets")))
        found.write(folder, shlex.join(["python", "-m", "sim", "calibrate", *words]))
    return _report(found, folder, options.quiet)


def _report(found: Fit, folder: Path, quiet: bool) -> int:
    """Print what was found, and what is missing; give the exit code."""
    done = found.done
    for failure in done.failures[:1]:
        print(f"error: {failure} (and {len(done.failures) - 1} more)", file=sys.stderr)
    if not done.complete:
        kept = f"{several(len(done.points), 'set')} {'is' if len(done.points) == 1 else 'are'} kept"
        print(f"stopped: {kept}; the same words with output={folder} go on", file=sys.stderr)
    if found.tables and not quiet:
        print(found)
    sys.stdout.flush()
    print(folder)
    return FAILED if done.failures else DONE if done.complete else STOPPED
