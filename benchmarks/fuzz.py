"""Mistakes of every kind, drawn from a seed: each must end in one line and the right exit code, never in a traceback.

Five kinds: command lines of runs and studies (composed in this process), lines of all other commands, folders of a user
with damaged YAML, worlds at the ends of their ranges, and whole commands in processes of their own. Prints what broke,
with the words that break it again.
100,000 lines take about 45 minutes of a processor, 10,000 folders 10, 10,000 worlds 15 (after compilation).
"""

from __future__ import annotations

import argparse
import contextlib
import io
import math
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import forked
from benchmarks.mistakes import damaged_folder, line_of_words, other_command, whole_command

if TYPE_CHECKING:
    from sim.settings import Settings

LONGEST = 300
ACCEPTED, REFUSED, STOPPED = 0, 2, 130
PATIENCE = 900.0
ALONE = 20
"""One command in so many starts Python itself; the others are children of this process, where it is loaded already."""


class Broken(Exception):
    """What a case did wrong, in a line."""


def main(arguments: list[str] | None = None) -> int:
    """Run the fuzzer; 0 if nothing broke."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks fuzz", description=__doc__)
    parser.add_argument("--lines", type=int, default=5000, help="command lines composed in this process")
    parser.add_argument("--others", type=int, default=500, help="lines for all other commands, in this process")
    parser.add_argument("--folders", type=int, default=1000, help="folders of a user with damaged YAML")
    parser.add_argument("--worlds", type=int, default=100, help="worlds at the ends of their ranges")
    parser.add_argument("--commands", type=int, default=50, help="whole commands")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bounds", action="store_true", help="compiled anew, with the bounds of arrays checked")
    parser.add_argument("--show", type=int, default=10, help="how many of what broke is shown, of each kind")
    chosen = parser.parse_args(arguments)
    if chosen.bounds:
        _check_bounds()
    _share_schemas()
    if chosen.commands and forked.FORKS:
        forked.warm()
    kinds = (
        ("lines", chosen.lines, _line),
        ("others", chosen.others, _other),
        ("folders", chosen.folders, _folder),
        ("worlds", chosen.worlds, _world),
        ("commands", chosen.commands, _command),
    )
    broken = 0
    for kind, count, case in kinds:
        started, found, ends = _processor(), 0, Counter[str]()
        stopped = False
        try:
            for number, error in _cases(kind, count, chosen.seed, case, ends):
                found += 1
                if found <= chosen.show:
                    print(f"  {kind} {number}: {error}", flush=True)
        except KeyboardInterrupt:  # counts that took hours are told
            stopped, count = True, sum(ends.values()) + found
        broken += found
        told = ", ".join(f"{what} {many:,}" for what, many in sorted(ends.items()))
        print(f"{kind}: {count:,}, of these {told or 'none'}; broken {found:,}; ", end="")
        print(f"{_processor() - started:.0f} s of a processor", flush=True)
        if stopped:
            return STOPPED
    return 1 if broken else 0


def _processor() -> float:
    """Seconds that this process and its children had of a processor: the same on a busy machine."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _check_bounds() -> None:
    """Let what is compiled from here on check bounds; code on disk without checks must not be taken instead."""
    if "sim.model.engine.kernels" in sys.modules:
        raise SystemExit("error: --bounds comes too late where the model is loaded already")
    os.environ["NUMBA_BOUNDSCHECK"] = "1"
    os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(tempfile.gettempdir()) / "barrierlife-bounds"))


def _share_schemas() -> None:
    """Let Hydra not copy all schemas whenever it composes: it only reads them, and copying takes half of the time."""
    from hydra.core.config_store import ConfigStore

    ConfigStore.__deepcopy__ = lambda store, memo: store


def _cases(
    kind: str, count: int, seed: int, case: Callable[[random.Random], str], ends: Counter[str]
) -> Iterator[tuple[int, str]]:
    """Run cases, each from a seed of its own; yield the number and fault of those that broke."""
    for number in range(count):
        try:
            ends[case(random.Random(f"{seed}/{kind}/{number}"))] += 1
        except Broken as error:
            yield number, str(error)


def _judged(words: list[str]) -> str:
    """Hand words to the command line in this process, and judge how it ends."""
    code, _, told = _heard(words)
    return _ending(code, told, words)


def _heard(words: list[str]) -> tuple[int, str, str]:
    """Hand words to the command line in this process; give its exit code, standard output and standard error."""
    from sim.__main__ import main as command

    out, told = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
            code = command(words)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise Broken(f"{type(error).__name__}: {error} from {words!r:.600}") from error
    if code == STOPPED:  # Ctrl-C was meant for the fuzzer
        raise KeyboardInterrupt
    return code, out.getvalue(), told.getvalue()


def _ending(code: int, told: str, words: list[str], may_fail: bool = False) -> str:
    lines = told.splitlines()
    errors = [line for line in lines if line.startswith("error:")]
    if "Traceback" in told or "SIM_DEBUG" in told:
        raise Broken(f"raw exception: {told[-400:]!r} from {words!r:.600}")
    if any(len(line) > LONGEST for line in errors):
        raise Broken(f"a line of {max(map(len, errors))} characters: {errors[0]!r} from {words!r:.300}")
    if code == ACCEPTED:
        return "accepted"
    if code != REFUSED and not (may_fail and code == 1):
        raise Broken(f"exit code {code}: {told[-300:]!r} from {words!r:.600}")
    if len(errors) != 1 or (code == REFUSED and len(lines) != 1):
        raise Broken(f"not one line: {told[-500:]!r} from {words!r:.600}")
    return "refused" if code == REFUSED else "failed in a line"


def _line(dice: random.Random) -> str:
    command = dice.choice(["run", "run", "run", "compare", "sweep"])
    words = line_of_words(dice)
    return _judged([command, *words, *(["--cfg", "job"] if command == "run" else ["--check", "-q"])])


def _other(dice: random.Random) -> str:
    with tempfile.TemporaryDirectory() as place:
        words = other_command(dice, Path(place))
        code, out, told = _heard(words)
        if code in (1, REFUSED) and out and not told:  # rows that are not understood, or a command's usage
            return "told"
        return _ending(code, told, words)


def _folder(dice: random.Random) -> str:
    with tempfile.TemporaryDirectory() as place:
        words = damaged_folder(dice, Path(place))
        helped = _judged(["run", "--help", "--config-dir", place])
        if helped != "accepted" and dice.random() < 2:
            raise Broken(f"--help is broken by {words!r}: {[p.name for p in Path(place).rglob('*')]}")
        return _judged([*words, "--config-dir", place])


def _world(dice: random.Random) -> str:
    """Step a world whose figures lie at the ends of their ranges, and look at what it records."""
    from sim.model.ecosystem import Ecosystem

    settings = corner(dice)
    if settings is None:
        return "refused"
    plain = settings.to_dict()
    try:
        world = Ecosystem(
            parameters=settings.ecosystem, buyers=settings.buyers, days=settings.days, seed=settings.seed,
            interventions=settings.interventions,
        )  # fmt: skip
        for _ in range(settings.days):
            world.step()
        table = world.datacollector.get_model_vars_dataframe()
    except Exception as error:
        raise Broken(f"{type(error).__name__}: {error} from {plain!r}") from error
    for column in table.select_dtypes("number"):
        low = float(table[column].min())
        if not math.isfinite(low) and not table[column].isna().all() and math.isinf(low):
            raise Broken(f"{column} is {low} in {plain!r}")
        if column in ("orders", "revenue", "marketplaces", "active_buyers", "active_vendors") and not low >= 0.0:
            raise Broken(f"{column} is {low} in {plain!r}")
    return "stepped"


def corner(dice: random.Random) -> Settings | None:
    """Draw the settings of a world whose figures lie at the ends of their ranges; None where all draws are refused."""
    from sim.settings import Settings, SettingsError

    for _ in range(20):  # most draws contradict themselves
        try:
            return Settings.from_dict(_drawn(dice))
        except SettingsError as error:
            if len(str(error)) > LONGEST:
                raise Broken(f"a line of {len(str(error))} characters: {error}") from None
    return None


def _drawn(dice: random.Random) -> dict[str, Any]:
    """Draw the settings of a world: some figures at a bound, or anywhere between."""
    from sim.model.engine.parameters import parameters_of
    from sim.model.interventions.registry import catalogue
    from sim.settings import Settings

    plain: dict[str, Any] = {"days": dice.randint(2, 40), "buyers": dice.choice([10, 11, 200]), "interventions": {}}
    plain |= {"seed": dice.randrange(2**63), "start": 1}
    for p in parameters_of(Settings().ecosystem, "ecosystem."):
        if p.low is not None and p.high is not None and dice.random() < 0.2:
            _put(plain, p.name, _extreme(dice, p))
    for name in dice.sample(sorted(catalogue()), dice.randint(0, 3)):
        entry = {"barrier": name, "start": 1, "intensity": dice.choice([0.0, 0.5, 1.0])}
        for p in parameters_of(catalogue()[name]):
            if p.name not in (*entry, "ramp") and p.low is not None and p.high is not None and dice.random() < 0.3:
                entry[p.name] = _extreme(dice, p)
        plain["interventions"][name] = entry
    return plain


def _put(plain: dict[str, Any], name: str, value: Any) -> None:
    *parents, last = name.split(".")
    for parent in parents:
        plain = plain.setdefault(parent, {})
    plain[last] = value


def _extreme(dice: random.Random, p: Any) -> Any:
    low, high = p.low, p.high
    kind = int if isinstance(p.value, int) and not isinstance(p.value, bool) else float

    def one() -> Any:
        return kind(dice.choice([low, high, low + (high - low) * dice.random()]))

    if isinstance(p.value, dict):
        return {key: one() for key in p.value}
    if isinstance(p.value, list):
        return [one() for _ in p.value]
    return one()


def _command(dice: random.Random) -> str:
    """Run a whole command in a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        words = whole_command(dice, Path(place))
        try:
            if forked.FORKS and dice.randrange(ALONE):
                code, told = forked.command(words, PATIENCE)
            else:
                done = subprocess.run(
                    [sys.executable, "-m", "sim", *words], capture_output=True, text=True, timeout=PATIENCE, check=False
                )
                code, told = done.returncode, done.stderr
        except (subprocess.TimeoutExpired, TimeoutError) as error:
            raise Broken(f"{error}: {words!r:.600}") from error
        return _ending(code, told, words, may_fail=True)
