"""``reproduce``: run what a folder holds once more and say whether it comes out equal."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sim.commands.parser import Parser
from sim.settings.errors import TYPED, OutOfRange, SettingsError, nearest
from sim.settings.output import expanded

DONE, DIFFERENT = 0, 1
COUNTS = ("replicates", "workers")

HELP = """\
usage: python -m sim reproduce FOLDER [replicates=N] [workers=N]

Runs what a run or study folder holds once more from its own record, elsewhere, and compares every figure bit for bit.
Prints 'equal', or what differs, with the versions that differ. Leaves the folder as it is.

  replicates=N   only the first N replicates
  workers=N      on so many processes (default: as the run had)
  -q, --quiet    no progress
  -h, --help     print this"""


def main(words: Sequence[str]) -> int:
    """Run again and compare; 0 equal, 1 different, 2 misused."""
    parser = Parser("reproduce")
    parser.add_argument("folder", nargs="?")
    parser.add_argument("words", nargs="*")
    parser.add_argument("-q", "--quiet", action="store_true")
    options = parser.read(words)
    if options.help:
        print(HELP)
        return DONE
    if options.folder is None:
        raise SettingsError("reproduce needs the folder of a run or a study", key="folder", origin=TYPED,
                            hint="write python -m sim reproduce results/runs/…")  # fmt: skip
    counts = _counts(options.words)
    from sim.commands.progress_bar import Bar
    from sim.studies.execution.progress import Progress
    from sim.studies.reproduce import reproduce

    heard = Progress() if options.quiet else Bar("runs")
    folder = expanded(options.folder, "folder")
    comparison = reproduce(folder, counts.get("replicates"), heard, workers=counts.get("workers", 0))
    print(comparison)
    return DONE if comparison.equal else DIFFERENT


def _counts(words: Sequence[str]) -> dict[str, int]:
    """Read the numbers that are typed, by name."""
    counts = {}
    for word in words:
        found = re.fullmatch(r"(replicates|workers)=(\d+)", word)
        if found is None:
            name = word.partition("=")[0]
            raise SettingsError(f"'{word}' is not understood", key=name, near=nearest(name, COUNTS),
                                allowed="replicates=N, workers=N", origin=TYPED)  # fmt: skip
        counts[found[1]] = int(found[2])
        if counts[found[1]] < 1:
            raise OutOfRange(f"{word} is out of range", key=found[1], allowed="at least 1", origin=TYPED)
    return counts
