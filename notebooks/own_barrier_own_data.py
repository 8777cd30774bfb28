# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A barrier of one's own, and data of one's own
#
# A barrier is a class of a few lines: what it does each day to the levers of policy. It is compared like any other.
# Then a table of one's own is laid beside what the model gives. All of it is small, so that it runs in seconds.

# %%
# %matplotlib inline
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import ClassVar

import pandas as pd

import sim
from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import FACILITATOR_SUPPLY

# %% [markdown]
# ## The barrier
#
# What it has of settings are parameters with a unit and a range: outside of it they are refused. `modifiers` is asked
# every day on which the barrier acts; `today.strength` is between 0 and 1 and knows of ramp and intensity.


# %%
@dataclass(frozen=True)
class PackagingCall(Intervention):
    """Ask suppliers of packaging to stop serving the trade."""

    persuaded: float = parameter(0.3, "share of suppliers who stop", unit="share", low=0, high=1)

    summary: ClassVar[str] = "suppliers of packaging are called to action"
    stage: ClassVar[str] = "ship"
    kind: ClassVar[str] = "information"
    repressive: ClassVar[bool] = False

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Lower what packaging suppliers offer."""
        yield Modifier(FACILITATOR_SUPPLY, 1.0 - self.persuaded * today.strength, {"facilitator": ("packaging",)})


# %% [markdown]
# ## Compared with others
#
# Barriers are names, objects or classes. Each is held against the same worlds, replicate by replicate. Without
# `output=` nothing is written; with it, the same call goes on where it stopped.

# %%
small = {"ecosystem": "small", "days": 700, "start": 200, "replicates": 4, "seed": 3}
study = sim.compare({"call": PackagingCall(start=200, persuaded=0.9), "takedown": "takedown"}, **small)
study

# %%
study.league[["outcome", "scenario", "estimate", "low", "high", "probability_best"]].head(6)

# %%
study.plot()["effects"]

# %% [markdown]
# A mistake says what is wrong, in the words of the command line.

# %%
try:
    sim.compare({"call": PackagingCall(persuaded=1.5)}, **small)
except sim.SettingsError as error:
    print(error)

# %% [markdown]
# A class in a notebook is known in that notebook. Saved as a file in a folder, it is known on the command line too:
# `python -m sim compare --barriers barriers '+intervention=[packaging_call,takedown]'`.
#
# ## Own data
#
# A table of what was counted elsewhere, here by month, against the daily table of the baseline. Both are put to the
# same level, since simulated worlds are no count of a real one.

# %%
counted = pd.read_csv(
    StringIO("""month,orders
0,5100
1,5350
2,5240
3,4980
4,5420
5,5600
"""),
    index_col="month",
)
daily = study.daily
twin = daily[(daily["arm"] == "baseline") & (daily["day"] < 180)]
model = twin.groupby(["replicate", twin["day"] // 30])["orders"].sum().groupby("day").agg(["mean", "min", "max"])
both = (model / model["mean"].mean()).assign(counted=counted["orders"] / counted["orders"].mean())
both.index.name = "month"
both.round(2)

# %%
axes = both[["mean", "counted"]].plot(figsize=(8, 3), ylabel="orders a month, mean = 1", marker="o")
_ = axes.fill_between(both.index, both["min"], both["max"], alpha=0.15, linewidth=0)
