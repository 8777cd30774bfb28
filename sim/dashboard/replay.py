"""One world of a stored study, day by day, beside its twin without the barrier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.settings import SettingsError
from sim.studies.measurement.scenario import BARRIER, BASELINE

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
    """Both worlds of one replicate; ``start``: first day on which they can differ."""

    barrier: Arm
    twin: Arm
    days: int
    start: int

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
    days = int(tables["daily"]["day"].max()) + 1
    groups = tables["groups"]
    groups = groups[groups["kind"] == "marketplace"]
    arms = [
        _arm(
            *(t[t["arm"] == arm] for t in (groups, tables["daily"], tables["journal"])),
            days,
        )
        for arm in (BARRIER if case.settings.interventions else BASELINE, BASELINE)
    ]
    first = min((b.start for b in case.settings.interventions.values()), default=case.settings.start)
    return Replay(arms[0], arms[1], days, first)


def _arm(groups: pd.DataFrame, daily: pd.DataFrame, journal: pd.DataFrame, days: int) -> Arm:
    every = pd.RangeIndex(days)
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
