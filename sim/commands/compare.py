"""``compare``: barriers against each other and against one baseline, replicate by replicate."""

from __future__ import annotations

from collections.abc import Sequence

from sim.commands.study import run_words

USAGE = """\
usage: python -m sim compare [words] [options]

Runs each barrier against the same baseline, replicate by replicate (the baseline is run once and branched), ranks
them by how deep they cut and how long that lasts, and writes a study folder with a report. The last line printed is
that folder; the same command with output= that folder runs only what is missing.

  python -m sim compare '+intervention=[takedown,postal_inspection,licensing]'
  python -m sim compare '+intervention=[takedown,licensing]' combine=all replicates=100
  python -m sim compare '+intervention=[takedown,licensing]' ways=true replicates=auto half_width=0.02 budget=400
  python -m sim compare --config-dir experiments +study=league
"""


def main(words: Sequence[str]) -> int:
    """Run a comparison; 0 done, 1 something failed, 2 misused, 130 after Ctrl-C."""
    return run_words("compare", words, _help, analysis="compare")


def _help(config_dir: str | None) -> str:
    from sim.commands.study_help import options_help

    return USAGE + options_help(config_dir)
