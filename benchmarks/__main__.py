"""Command line of the benchmarks."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

from benchmarks.report import machine, save, table

BENCHMARKS = {
    "mesa": ("benchmarks.against_mesa", "the minimal market day: plain Mesa against compiled columns"),
    "day": ("benchmarks.day", "the full model: an arm, a day, an order, memory, scaling"),
    "minimal": ("benchmarks.against_minimal", "the full model against the minimal day for as many orders"),
    "start": ("benchmarks.start", "how long the command line takes to answer"),
    "studies": ("benchmarks.studies", "running studies: runs a second, what the layer adds, memory over many runs"),
    "pairing": ("benchmarks.pairing", "how many unpaired runs a pair of twins is worth, by barrier and period"),
    "coverage": ("benchmarks.coverage", "how often intervals cover a long run's figure; placebo studies"),
    "compile": ("benchmarks.first_compilation", "first compilation on a fresh machine"),
}


def main(arguments: list[str] | None = None) -> int:
    """Run the named benchmarks and print their tables."""
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["fuzz"]:  # judges, where the others measure
        from benchmarks.fuzz import main as fuzz

        return fuzz(words[1:])
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="How fast the model is, and how far its figures can be trusted.\n"
        "Medians of repeats, with the range; run on an otherwise idle machine.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="benchmarks:\n"
        + "\n".join(f"  {name:9}{text}" for name, (_, text) in BENCHMARKS.items())
        + "\n  fuzz     mistakes of every kind: each ends in one line (python -m benchmarks fuzz --help)",
    )
    parser.add_argument("names", nargs="+", choices=[*BENCHMARKS, "all"], metavar="name", help="one or more, or all")
    parser.add_argument("--quick", action="store_true", help="tiny sizes, one repeat: only shows that it works")
    parser.add_argument("--repeats", type=int, default=5, help="how often each is measured (default 5)")
    parser.add_argument("--output", type=Path, default=Path("results/benchmarks"), help="folder of the JSON files")
    chosen = parser.parse_args(arguments)
    if chosen.repeats < 1:
        parser.error(f"--repeats must be at least 1, not {chosen.repeats}")
    about = machine()
    print(", ".join(f"{k} {v}" for k, v in about.items()))
    failed = 0
    for name in BENCHMARKS if "all" in chosen.names else chosen.names:
        module, text = BENCHMARKS[name]
        print(f"\n{name}: {text}", flush=True)
        try:
            rows = import_module(module).run(quick=chosen.quick, repeats=1 if chosen.quick else chosen.repeats)
        except (RuntimeError, AssertionError) as fault:  # the others can still be measured
            print(f"{name} failed: {fault}", file=sys.stderr)
            failed = 1
            continue
        print(table(rows))
        print(f"-> {save(name, rows, chosen.output, quick=chosen.quick)}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
