"""``new barrier NAME``: write the file of a barrier and its test, to be filled in."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence

from sim.commands.parser import Parser
from sim.model.interventions.registry import catalogue
from sim.settings.errors import TYPED, SettingsError, UnknownName, short
from sim.settings.output import expanded

MOST_LETTERS = 100

HELP = """\
usage: python -m sim new barrier NAME [--folder FOLDER]

Writes NAME.py and test_NAME.py: a barrier that works, over a lever, to be changed into yours, and its test. Run it with

  python -m sim run --barriers barriers +intervention=NAME

  --folder F   where to write (default: barriers)
  -h, --help   print this"""

BARRIER = '''"""{title}: say here in a sentence what is done, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import DEMAND


@dataclass(frozen=True)
class {kind}(Intervention):
    """Say what it does in the imperative."""

    effect: float = parameter(0.1, "share of wishes given up", unit="share", low=0, high=1)
    cost_per_day: float = parameter(1_000.0, "keeping it up", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "{title}"
    summary: ClassVar[str] = "say in a few words what it does"
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "information"
    repressive: ClassVar[bool] = False
    source: ClassVar[str] = "judgement"
    expected: ClassVar[str] = "no evidence: fewer orders while it lasts, none of it afterwards"  # say it before coding

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Move levers (python -m sim explain levers); nothing at strength 0."""
        yield Modifier(DEMAND, 1.0 - self.effect * today.strength)
'''
TEST = '''"""{title}: which way it works, that it ends, and that nothing comes of none of it."""

from __future__ import annotations

from pathlib import Path

from sim.model.ecosystem import Ecosystem
from sim.model.interventions.outside import left_out, load_folder, outside
from sim.model.market.levers import DEMAND


def wishes(first: int, last: int, **settings: float) -> float:
    """Wishes of some days with the barrier, as a multiple of those without; and the lever is back in the end."""
    assert "{name}" in load_folder(Path(__file__).parent), left_out
    stem = Ecosystem(buyers=1_000, days=90).run(30)
    barrier = outside()["{name}"](start=30, duration=30, **settings)
    struck, twin = stem.branch([barrier]).run(), stem.run()
    assert (struck.levers[DEMAND] == 1.0).all()
    sums = [world.records.column("wishes")[first:last].sum() for world in (struck, twin)]
    struck.close(), twin.close()
    return float(sums[0] / sums[1])


def test_it_works_the_way_it_should() -> None:
    assert wishes(30, 60, effect=0.5) < 0.8


def test_nothing_comes_of_none_of_it() -> None:
    assert wishes(0, 90, intensity=0.0) == 1.0
'''


def main(words: Sequence[str]) -> int:
    """Write both files; 0 done, 2 misused."""
    parser = Parser("new")
    parser.add_argument("what", nargs="?")
    parser.add_argument("name", nargs="?")
    parser.add_argument("--folder", default="barriers")
    options = parser.read(words)
    if options.help or options.what is None:
        print(HELP)
        return 0 if options.help else 2
    if options.what != "barrier":
        raise UnknownName(f"cannot write a new '{short(options.what)}'", key="what", allowed="barrier", origin=TYPED)
    name = options.name or ""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name) or name.startswith("test_"):
        raise SettingsError(f"'{short(name)}' is no name for a barrier", key="name", value=name, origin=TYPED,
                            allowed="small letters, digits and _, such as packaging_call")  # fmt: skip
    if name in catalogue():
        raise SettingsError(f"there is a barrier '{name}' already", key="name", value=name, origin=TYPED,
                            hint="give another name")  # fmt: skip
    if len(name) > MOST_LETTERS:
        raise SettingsError(f"'{short(name)}' is too long a name", key="name", value=name, origin=TYPED,
                            allowed=f"at most {MOST_LETTERS} letters")  # fmt: skip
    folder = expanded(options.folder, "--folder")
    texts = {folder / f"{name}.py": BARRIER, folder / f"test_{name}.py": TEST}
    for file in texts:
        if file.exists():
            raise SettingsError(f"{file} exists, and is not overwritten", key="name", value=name, origin=TYPED)
    title = name.replace("_", " ").capitalize()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in texts.items():
            kind = "".join(part.capitalize() for part in name.split("_"))
            file.write_text(text.format(name=name, title=title, kind=kind), encoding="utf-8")
            print(file)
    except OSError as error:
        raise SettingsError(f"{folder} cannot be written: {error.strerror}", key="--folder", origin=TYPED) from None
    print(f"try it: python -m sim run --barriers {folder} +intervention={name} ecosystem=small")
    return 0
