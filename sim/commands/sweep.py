"""``sweep``: many design points in one study; also what ``run -m`` does."""

from __future__ import annotations

from collections.abc import Sequence

from sim.commands.study import run_words

USAGE = """\
usage: python -m sim sweep [words] [options]          (python -m sim run -m … is the same)

Runs every point of a design, all checked before the first run. Points are laid by Hydra's sweep words (lists, range(),
choice(), interval()) and by over=[…], which takes the range of a parameter from its record. design=grid takes every
combination; latin_hypercube and sobol take samples=… points; design=FILE.csv takes the rows of a table of yours. Writes
one table of design points and one of outcomes.

  python -m sim sweep +intervention=takedown interventions.takedown.count=1,2,4 'start=range(200,500,100)'
  python -m sim sweep +intervention=takedown,licensing ecosystem=western,monopoly
  python -m sim sweep +intervention=takedown design=sobol samples=64 'over=[interventions.takedown.intensity]' \\
      'ecosystem.vendors.entry=interval(0.002,0.01)'
  python -m sim sweep +study=morris +intervention=takedown 'over=[ecosystem.vendors.stealth,ecosystem.street.available]'
  python -m sim sweep +study=discovery … | +study=robustness … | +study=portfolio …
"""


def main(words: Sequence[str]) -> int:
    """Run a sweep; 0 done, 1 something failed, 2 misused, 130 after Ctrl-C."""
    return run_words("sweep", words, _help, analysis="sweep")


def _help(config_dir: str | None) -> str:
    from sim.commands.study_help import options_help

    return USAGE + options_help(config_dir)
