"""``calibrate``: fit parameters to the evidence, and keep every set that no fact rules out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.commands.measuring import DONE, FAILED, STOPPED, folder_of, read, write_record
from sim.commands.typed import Option, take
from sim.settings import Settings, compose
from sim.settings.errors import TYPED, OutOfRange, SettingsError, UnknownName, listed, nearest
from sim.settings.observed import own_facts

if TYPE_CHECKING:
    from sim.studies.calibration import Calibrated
    from sim.validation.calibration.axes import Axis

AGAIN, OTHER_WORLDS = 4, 1_000_003
SETTINGS = ("buyers", "replicates", "seed", "workers", "output", "data")
OPTIONS = {
    "over": Option(str, [], many=True),
    "holdout": Option(str, ""),
    "points": Option(int, 150, low=10, high=100_000),
    "wave_points": Option(int, 60, low=1, high=100_000),
    "waves": Option(int, 3, high=50),
    "members": Option(int, 100, low=10, high=10_000),
    "seconds": Option(float, 3600.0, low=1),
    "finalists": Option(int, 6, low=0, high=1_000),
}
HELP = """\
usage: python -m sim calibrate [buyers=50000] [replicates=2] [over=[PARAMETER,…]] [holdout=EPISODE] [points=150]
                               [wave_points=60] [waves=3] [members=100] [finalists=6] [seconds=3600]
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
  python -m sim calibrate over=[administrators.growth,administrators.slack] points=40 waves=2

options:
  -q, --quiet   print nothing but the folder
  -h, --help    print this"""


def main(words: Sequence[str]) -> int:
    """Calibrate; 0 when every wave was run, 1 where sets failed, 130 after Ctrl-C."""
    options = read("calibrate", words, HELP)
    if options is None:
        return DONE
    asked, settings, over, held = understood(options.overrides)
    _check_installed()
    folder = folder_of(settings, "calibration", "calibrate")

    from sim.commands.progress import Bar
    from sim.studies.calibration import Budget, calibrate, finals
    from sim.studies.execution.progress import Progress
    from sim.studies.storage.provenance import model_source
    from sim.validation.calibration.axes import present
    from sim.validation.evaluation import Evaluator, all_checks, name_of

    own = own_facts(settings.data, f"{TYPED}: data={settings.data}") if settings.data else []
    known = {**all_checks(), **{name_of(check): check for check in own}}
    checks = {name: check for name, check in known.items() if check.part not in held}
    budget = Budget(seed=settings.seed, **{k: v for k, v in asked.items() if k not in ("over", "holdout")})
    identity = {"model": model_source(), "buyers": settings.buyers, "replicates": settings.replicates,
                "ecosystem": settings.to_dict()["ecosystem"], "holdout": asked["holdout"]}  # fmt: skip
    if own:
        identity["own"] = [[check.label, check.measure, *check.arguments, check.low, check.high] for check in own]
    if not options.quiet:
        print(*settings.notes, sep="\n", end="\n" if settings.notes else "", file=sys.stderr)
    evaluator = Evaluator(settings.ecosystem, settings.buyers, settings.seed, settings.replicates,
                          own=tuple(own))  # fmt: skip
    progress = Progress() if options.quiet else Bar("sets")
    done = calibrate(
        evaluator, over, checks, present(over, settings.ecosystem), folder, budget, identity=identity,
        workers=settings.workers, progress=progress,
    )  # fmt: skip
    judge = replace(evaluator, seed=settings.seed + OTHER_WORLDS, replicates=AGAIN * settings.replicates)
    done = finals(done, judge, over, folder, budget, settings.workers, progress)
    return _report(done, over, folder, held, words, options.quiet)


def understood(words: Sequence[str]) -> tuple[dict[str, Any], Settings, tuple[Axis, ...], tuple[str, ...]]:
    """Give what was asked for, settings, axes and the parts held out; raise SettingsError on what cannot be meant."""
    asked, others = take(words, OPTIONS, SETTINGS)
    few = [] if any(word.startswith("replicates=") for word in others) else ["replicates=2"]
    unplayed = ["replay=false"] if any(word.lstrip("+").startswith("data=") for word in others) else []
    settings = compose([*others, *few, *unplayed])
    if not settings.replicates:
        raise OutOfRange("replicates=0 is out of range", key="replicates", value=0, allowed="at least 1", origin=TYPED)
    return asked, settings, _over(asked["over"], settings), _held(asked["holdout"])


def _over(names: Sequence[str], settings: Settings) -> tuple[Axis, ...]:
    from sim.validation.calibration.axes import axes

    try:
        return axes(names, settings.ecosystem)
    except ValueError as error:
        raise SettingsError(str(error), key="over", value=listed(names), origin=TYPED) from None


def _held(name: str) -> tuple[str, ...]:
    from sim.validation.episodes import playable

    if name and name not in playable():
        raise UnknownName(f"no episode '{name}'", key="holdout", value=name, near=nearest(name, playable()),
                          allowed=listed(sorted(playable())), origin=f"{TYPED}: holdout={name}")  # fmt: skip
    return (name,) if name else ()


def _check_installed() -> None:
    from importlib.util import find_spec

    if find_spec("sklearn") is None:
        raise SettingsError("calibrate needs scikit-learn, which is not installed", key="calibrate",
                            hint="pip install 'barrierlife[analysis]'")  # fmt: skip


def _report(
    done: Calibrated, over: Sequence[Axis], folder: Path, held: Sequence[str], words: Sequence[str], quiet: bool
) -> int:
    """Write and print what was found, and what is missing; give the exit code."""
    for failure in done.failures[:1]:
        print(f"error: {failure} (and {len(done.failures) - 1} more)", file=sys.stderr)
    if not done.complete:
        print(f"stopped: {len(done.points)} sets are kept; the same words with output={folder} go on", file=sys.stderr)
    if done.matching is not None and len(done.members):
        told = write(folder, done, over, held, words)
        if not quiet:
            print(told)
    sys.stdout.flush()
    print(folder)
    return FAILED if done.failures else DONE if done.complete else STOPPED


def write(folder: Path, done: Calibrated, over: Sequence[Axis], held: Sequence[str], words: Sequence[str]) -> str:
    """Write the findings into the folder and return them in words."""
    from sim.studies.storage.provenance import git_state
    from sim.validation.calibration import findings
    from sim.validation.calibration.axes import overrides
    from sim.validation.evaluation import all_checks
    from sim.views.calibration import text

    assert done.matching is not None
    judged = done.finals or done.points
    best, now = findings.chosen(judged, done.matching), judged[0]
    everything = replace(done.matching, checks={**(all_checks() if held else {}), **done.matching.checks})
    facts = findings.facts(everything, best, now, held)
    identified = findings.identification(over, done.members)
    sensitivity = findings.sensitivity(over, done.matching)
    kept = findings.ensemble(over, done.members)
    tables = {"facts": facts, "identification": identified, "sensitivity": sensitivity, "ensemble": kept}
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    (folder / "chosen.yaml").write_text(group(overrides(over, best.units)), encoding="utf-8")
    found = {"git": git_state(), "sets": len(done.points), "finals": len(done.finals), "chosen": best.number,
             "complete": done.complete, "spared": done.matching.spared,
             "out_of_reach": sorted(done.matching.beyond)}  # fmt: skip
    write_record(folder, "calibrate", words, found)
    return text(facts, identified, sensitivity, done.matching.spared, (len(done.points), len(kept)))


def group(values: dict[str, Any]) -> str:
    """Write parameters as a configuration group: a file that ``ecosystem=`` can choose from a --config-dir."""
    import yaml

    nested: dict[str, Any] = {}
    for name, value in values.items():
        *path, last = name.split(".")
        place = nested
        for part in path:
            place = place.setdefault(part, {})
        place[last] = round(value) if _whole(name) else float(f"{value:.6g}")
    head = "# @package _global_\n# The chosen set of a calibration.\n"
    return head + str(yaml.safe_dump({"ecosystem": nested}, sort_keys=False))


def _whole(name: str) -> bool:
    from sim.validation.overrides import find

    return isinstance(find(name)[0].value, int)
