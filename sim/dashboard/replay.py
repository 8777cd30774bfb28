"""One world of a stored study, day by day, beside its twin without the barrier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.effects.start import start_of
from sim.observations.calendar import date_of
from sim.settings import SettingsError
from sim.settings.values import several
from sim.studies.measurement.scenario import BARRIER, BASELINE, first_day

if TYPE_CHECKING:
    from sim.studies.question.case import Case
    from sim.studies.storage.study import Study

WEEK, MONTH = 7, 28
TOLD = {
    "close": "closed", "open": "opened", "return": "came back", "operator_arrest": "operators arrested",
    "desk_lost": "lost its support desk", "harden": "guards itself more", "trigger": "trigger of a barrier fired",
}  # fmt: skip
"""Events of marketplaces that a replay tells; those of single vendors are too many."""
SHOWN = {
    "orders": ("Orders a day", 1.0),
    "parcels_moving": ("Parcels on their way", 1.0),
    "parcels_seized": ("Parcels seized a day", 1.0),
    "moved": ("Buyers who changed marketplace, a day", 1.0),
    "trust": ("Trust in the ecosystem (%)", 100.0),
    "alarm": ("Alarm at police work (index)", 1.0),
}
"""Daily columns that are drawn, with their heading and what they are multiplied by."""


@dataclass(frozen=True, eq=False)
class Arm:
    """One of the two worlds. ``orders``, ``vendors``: by day and marketplace, shape (days, marketplaces);
    ``daily``: the columns of SHOWN by day, means of a week; ``events``: day, marketplace, what happened."""

    orders: pd.DataFrame
    vendors: pd.DataFrame
    daily: pd.DataFrame
    events: pd.DataFrame

    def shares(self, day: int) -> pd.Series:
        """Return each marketplace's share of the orders of the week that ends on the day, the largest first."""
        week = self.orders.iloc[max(day - WEEK + 1, 0) : day + 1].sum()
        total = week.sum()
        return (week[week > 0] / total).sort_values(ascending=False) if total else week.iloc[:0]

    def flows(self, day: int) -> pd.DataFrame:
        """Return by marketplace what changed over four weeks: orders a day, and vendors; the largest first."""
        before = max(day - MONTH, 0)
        now, then = (
            self.orders.iloc[max(end - WEEK + 1, 0) : end + 1].mean() for end in (day, before)
        )  # means of a week: single days jump
        vendors = self.vendors.iloc[day] - self.vendors.iloc[before]
        table = pd.DataFrame({"orders": now - then, "vendors": vendors})
        moved = table[(table["orders"].abs() >= 0.5) | (table["vendors"] != 0)]
        return moved.reindex(moved["orders"].abs().sort_values(ascending=False).index)

    def happened(self, day: int, days: int = MONTH) -> list[str]:
        """Tell the events of the days before, the latest first."""
        rows = self.events[(self.events["day"] > day - days) & (self.events["day"] <= day)].iloc[::-1]
        return [f"day {row.day}: {row.marketplace} {row.told}".replace("  ", " ") for row in rows.itertuples()]


@dataclass(frozen=True, eq=False)
class Replay:
    """Both worlds of one replicate. ``start``: day on which the first barrier began, None where no trigger fired;
    ``day_zero``: the date of day 0, if any."""

    barrier: Arm
    twin: Arm
    days: int
    start: int | None
    day_zero: str | None = None

    def when(self, day: int) -> str:
        """Tell a day, with its date where day 0 has one, and how far it is from the start."""
        dated = date_of(day, self.day_zero) if self.day_zero else None
        told = f"Day {day} of {self.days - 1}" + (f" ({dated})" if dated else "")
        if self.start is None:
            return f"{told}: the barrier never began, as its trigger did not fire in this world"
        since = day - self.start
        far = f"{several(abs(since), 'day')} " + (
            "after the barrier began" if since >= 0 else "before the barrier begins"
        )
        return f"{told}: {far}"

    def arms(self) -> dict[str, Arm]:
        return {"with the barrier": self.barrier, "twin without it": self.twin}


def replicates(study: Study, case: Case) -> list[int]:
    """List the replicates of a case that are finished."""
    rows = study.effects[study.effects["case"] == study.cases.index(case)]
    return sorted(int(number) for number in rows["replicate"].unique())


def replay(study: Study, case: Case, replicate: int) -> Replay:
    """Read one replicate; raise SettingsError where the study did not keep its days."""
    if case.daily != "everything":
        raise SettingsError("this study did not keep its days; run it with daily=everything", key="daily")
    tables = {}
    for kind in ("daily", "groups", "journal"):
        table = study.kept(kind, case)
        tables[kind] = table[table["replicate"] == replicate]
    groups = tables["groups"]
    groups = groups[groups["kind"] == "marketplace"]
    treated = BARRIER if case.settings.interventions else BASELINE
    arms = [_arm(groups, tables["daily"], tables["journal"], arm) for arm in (treated, BASELINE)]
    days = len(arms[1].daily)
    return Replay(arms[0], arms[1], days, _start(study, case, replicate), case.settings.day_zero)


def _start(study: Study, case: Case, replicate: int) -> int | None:
    """Give the day on which the first barrier of a replicate began, which a trigger may have decided; None: never."""
    effects = study.effects[study.effects["case"] == study.cases.index(case)]
    start = start_of(effects, first_day(case.settings))
    return start if isinstance(start, int) else start.get(replicate)


def _arm(groups: pd.DataFrame, daily: pd.DataFrame, journal: pd.DataFrame, arm: str) -> Arm:
    groups, daily, journal = (table[table["arm"] == arm] for table in (groups, daily, journal))
    every = pd.RangeIndex(int(daily["day"].max()) + 1)
    wide = {
        name: groups.pivot_table(index="day", columns="group", values=name, aggfunc="sum", observed=True)
        .reindex(every)
        .fillna(0.0)
        for name in ("orders", "vendors")
    }
    shown = daily.set_index("day").reindex(every)[list(SHOWN)].astype(float)
    for name, (_, factor) in SHOWN.items():
        shown[name] *= factor
    events = journal[journal["event"].isin(TOLD)]
    causes = events["cause"].astype(str).str.replace("_", " ")
    said = events["event"].map(TOLD).astype(str) + np.where(causes == "", "", " (" + causes + ")")
    told = pd.DataFrame({"day": events["day"], "marketplace": events["marketplace"].astype(str), "told": said})
    return Arm(wide["orders"], wide["vendors"], shown.rolling(WEEK, min_periods=1).mean(), told)
