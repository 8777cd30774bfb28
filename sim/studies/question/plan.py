"""From what was asked to the cases to be run: scenarios, their combinations, design points and closed ways."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.settings import Settings
from sim.settings.errors import TYPED, Contradiction, SettingsError, UnknownName, listed, nearest
from sim.settings.library import Library
from sim.studies.question.analysis import Analysis, analysis, chosen
from sim.studies.question.axes import Axis, split, with_bounds
from sim.studies.question.case import Case
from sim.studies.question.composer import Composer, located
from sim.studies.question.members import Members, but, names_in
from sim.studies.question.options import StudyOptions
from sim.studies.question.request import Request
from sim.studies.question.stages import stages
from sim.studies.question.table import Points
from sim.studies.question.ways import ALL, WITHOUT, close, open_ways

MOST_BARRIERS = 10
"""Barriers of which every combination is still tried: 2 to that power."""


GIVEN = 20
"""Replicates where no number is given, and the least after which replicates may be found to be enough."""


@dataclass(frozen=True)
class Plan:
    """A study ready to run: every case is composed and checked.

    ``settings``: the first case's, for what concerns the study as a whole (replicates, workers, output, seed);
    ``combinations``: scenarios of several barriers at once, with their parts; ``axes`` and ``points``: the design.
    ``auto``: replicates are added until the criterion is known; ``open``: until the orders averted are, as no number is
    given.
    """

    options: StudyOptions
    settings: Settings
    cases: tuple[Case, ...]
    combinations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    axes: tuple[Axis, ...] = ()
    points: tuple[Mapping[str, Any], ...] = ({},)
    words: tuple[str, ...] = ()
    auto: bool = False
    open: bool = False

    @property
    def analysis(self) -> Analysis:
        """What is made of the runs."""
        return analysis(self.options.analysis)

    @property
    def scenarios(self) -> list[str]:
        """Names of the scenarios, in order."""
        return list(dict.fromkeys(case.scenario for case in self.cases))

    def of(self, replicates: int) -> Plan:
        """Return the plan with the number of replicates that was found to be enough."""
        cases = tuple(dataclasses.replace(c, settings=_counted(c.settings, replicates)) for c in self.cases)
        return dataclasses.replace(self, settings=_counted(self.settings, replicates), cases=cases)

    def main(self) -> list[Case]:
        """Cases in the world as it is: without those of closed ways."""
        return [case for case in self.cases if not case.world]


def plan(
    request: Request,
    config_dir: str | Path | None = None,
    heard: Callable[[int, int], None] = lambda done, total: None,
) -> Plan:
    """Compose and check every case of a study; raise SettingsError on the first that cannot be meant.

    ``heard``: told, point by point, how many of how many are checked.
    """
    try:
        return _planned(request, config_dir, heard)
    except SettingsError as error:
        raise request.at_home(error) from None


def _planned(request: Request, config_dir: str | Path | None, heard: Callable[[int, int], None]) -> Plan:
    options = request.options
    asked = analysis(options.analysis)
    words, axes = split(request.words, list(Library.of(config_dir).groups))
    if not asked.sweeps:
        words, axes = list(request.words), []
    words = [*words, *_unreplayed(words, asked)]
    table = None
    if request.points is not None:
        table, axes = _of_table(request, words, axes, config_dir)
    named = request.scenarios or {"": ()}
    composers = {name: Composer([*_without(words, own), *own], axes, config_dir) for name, own in named.items()}
    first = next(iter(composers.values()))
    axes = with_bounds(axes, options.over, _base(first, table))
    for composer in composers.values():
        composer.axes = tuple(axes)
        composer.place = composer.place if table is None else table.place
    _check_design(asked, options, axes, request)
    for part in chosen(options):
        part.check(options, axes)
    laid = asked.points(axes, options) if table is None else list(table.rows)
    said = [*names_in([*words, *(word for own in named.values() for word in own)]), *(axis.name for axis in axes)]
    members = but(request.members, said)
    given = True
    cases: list[Case] = []
    combinations: dict[str, tuple[str, ...]] = {}
    for number, values in enumerate(laid):
        heard(number, len(laid))
        for name, composer in composers.items():
            settings = composer.settings(values, number)
            if not settings.replicates:
                given, settings = False, _counted(settings)
            for scenario, barriers in _scenarios(name, settings, asked, options, combinations):
                own = dataclasses.replace(settings, interventions=barriers)
                case = Case(own, scenario, "", number, values, options.daily, members)
                cases += [case, *(_closed(case, options) if scenario not in combinations else ())]
                cases += stages(case, options)
    _check_barriers(cases, asked)
    for part in chosen(options):
        for case in cases:
            part.check_settings(options, case.settings)
    if request.auto and cases[0].settings.seeds:
        raise Contradiction("replicates=auto and seeds=[…]: the seeds say how many there are", key="replicates",
                            hint="leave replicates out", origin=TYPED)  # fmt: skip
    _check_criterion(options)
    return Plan(
        options,
        cases[0].settings,
        tuple(cases),
        combinations,
        tuple(axes),
        tuple(laid),
        request.words,
        request.auto,
        open=asked.until_known and not (given or request.auto),
    )


def plan_of(settings: Settings, options: StudyOptions, members: Members = ()) -> Plan:
    """Plan the study of one scenario whose settings are composed already."""
    for part in chosen(options):
        part.check(options, ())
        part.check_settings(options, settings)
    name = "+".join(settings.interventions) or "baseline"
    given = settings.replicates > 0
    settings = settings if given else _counted(settings)
    case = Case(settings, name, daily=options.daily, members=but(members, names_in(settings.overrides)))
    cases = (case, *stages(case, options))
    known = analysis(options.analysis).until_known and not given
    return Plan(options, settings, cases, words=settings.overrides, open=known)


def _base(composer: Composer, table: Points | None) -> Settings:
    """Compose what points start from: with the values of the first, which a message has to name."""
    try:
        return composer.base()
    except SettingsError as error:
        if table is None:
            raise
        raise located(error, table.place(0)) from None  # words alone were composed before


def _of_table(
    request: Request, words: Sequence[str], axes: Sequence[Axis], config_dir: str | Path | None
) -> tuple[Points, list[Axis]]:
    """Give the points of a table, checked, and what varies in it."""
    assert request.points is not None
    asked, groups = analysis(request.options.analysis), Library.of(config_dir).groups
    own = type(asked).points is not Analysis.points or asked.searches or not asked.sweeps
    if own or axes or request.options.over:
        what = f"{asked.name} lays its points itself" if own else "the rows of a table are all points there are"
        raise Contradiction(f"design={request.points.file}: {what}", key="design", origin=TYPED,
                            hint="" if own else "leave out words of several values, and over")  # fmt: skip
    barriers = {name: options for name, options in groups.items() if name in request.points.rows[0]}
    first = [f"+{name}={request.points.rows[0][name]}" for name in barriers if name == "intervention"]
    table = request.points.checked(Composer([*words, *first], (), config_dir).base(), barriers)
    return table, table.axes(list(groups))


def _unreplayed(words: Sequence[str], asked: Analysis) -> list[str]:
    """Leave out the events of data where barriers are rivals: they would be held against each other."""
    names = names_in(words)
    return ["replay=false"] if asked.rivals and "data" in names and "replay" not in names else []


def _counted(settings: Settings, replicates: int = GIVEN) -> Settings:
    return dataclasses.replace(settings, replicates=replicates)


def _without(words: Sequence[str], own: Sequence[str]) -> list[str]:
    """Leave out words that a scenario replaces by its own."""
    replaced = {word.partition("=")[0].lstrip("+~") for word in own}
    return [word for word in words if word.partition("=")[0].lstrip("+~") not in replaced]


def _check_design(asked: Analysis, options: StudyOptions, axes: Sequence[Axis], request: Request) -> None:
    if len(axes) < asked.varied:
        raise SettingsError(f"{asked.name} needs {asked.varied} or more parameters that vary", key="over", origin=TYPED,
                            hint="write over=[ecosystem.vendors.entry,…] or name=interval(low,high)")  # fmt: skip
    if asked.barriers and any(axis.name == "intervention" for axis in axes):
        # as an axis, each state of the world would meet one of the barriers only, and nothing could be compared
        raise Contradiction(f"{asked.name} holds every barrier against the same worlds", key="intervention",
                            origin=TYPED, hint="write '+intervention=[takedown,licensing]'")  # fmt: skip
    if request.scenarios and options.combine != "none":
        raise Contradiction("combine has no meaning for scenarios that have names of their own", key="combine",
                            origin=TYPED)  # fmt: skip


def _scenarios(
    name: str,
    settings: Settings,
    asked: Analysis,
    options: StudyOptions,
    combinations: dict[str, tuple[str, ...]],
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield scenarios with their barriers: a named one as it is; else each barrier alone and those combined."""
    barriers = dict(settings.interventions)
    if name:
        yield name, barriers
    elif not asked.rivals:
        yield "+".join(barriers) or "baseline", barriers
    else:
        for sets in _sets(list(barriers), options.combine):
            label = "+".join(sets)
            if len(sets) > 1:
                combinations[label] = sets
            yield label, {barrier: barriers[barrier] for barrier in sets}


def _sets(names: Sequence[str], combine: str) -> Iterator[tuple[str, ...]]:
    sizes = {"none": range(1, 2), "pairs": range(1, 3), "all": range(1, len(names) + 1)}[combine]
    if combine == "all" and len(names) > MOST_BARRIERS:
        many = f"{len(names)} barriers have {2 ** len(names) - 1:,} combinations"
        raise SettingsError(many, key="combine", allowed=f"at most {MOST_BARRIERS} barriers", hint="use combine=pairs",
                            origin=TYPED)  # fmt: skip
    for size in sizes:
        yield from itertools.combinations(names, size)


def _closed(case: Case, options: StudyOptions) -> Iterator[Case]:
    """Yield a barrier in worlds of which one way of re-organisation is closed, its baseline's as well."""
    if not options.ways:
        return
    ways = open_ways(case.settings)
    for world, closed in [*((f"{WITHOUT}{way}", [way]) for way in ways), (f"{WITHOUT}{ALL}", ways)]:
        yield dataclasses.replace(case, settings=close(case.settings, closed), world=world, daily="none")


def _check_barriers(cases: Sequence[Case], asked: Analysis) -> None:
    if not asked.barriers:
        if not cases:
            raise SettingsError("the design has no point", key="samples", origin=TYPED)
        return
    bare = next((case.scenario for case in cases if not case.settings.interventions), None)
    if not cases or bare is not None:
        named = f"scenario '{bare}' has" if bare else "this has"
        raise SettingsError(f"{asked.name} needs barriers, and {named} none", key="intervention", origin=TYPED,
                            hint="write '+intervention=[takedown,licensing]'")  # fmt: skip


def _check_criterion(options: StudyOptions) -> None:
    from sim.effects import OUTCOMES  # only now: a message about bad input need not wait for tables
    from sim.effects.outcomes import STEADY_STATE

    known = [*OUTCOMES, *(fact.name for fact in STEADY_STATE)]
    if options.criterion not in known:
        raise UnknownName(f"criterion={options.criterion} is not known", key="criterion", value=options.criterion,
                          near=nearest(options.criterion, known), allowed=listed(known, 12), origin=TYPED)  # fmt: skip
