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
# # Analysing a study in pandas
#
# `compare` and `sweep` write a folder with everything in tables. Here two small studies are made and taken apart by
# hand: outcomes, paired differences, effect curves, whether there are replicates enough, a sweep, and what to hand to
# R. Everything is small, so that it runs in seconds: the figures below are not results.

# %%
# %matplotlib inline
import subprocess
import sys
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy.stats import t

from sim import load

folder = Path(tempfile.mkdtemp())
small = ["ecosystem=small", "buyers=1000", "days=365", "start=120", "replicates=8", "workers=1", "--quiet"]


def sim(*words):
    """Run the command line, as one would in a terminal."""
    subprocess.run([sys.executable, "-m", "sim", *words, *small], check=True, stdout=subprocess.DEVNULL)


# %%
sim("compare", "+intervention=[takedown,postal_inspection,licensing]", f"output={folder / 'barriers'}")
study = load(folder / "barriers")
print(study.replicates, "replicates of each scenario")
sorted(file.name for file in study.folder.iterdir() if not file.name.startswith("_"))

# %% [markdown]
# ## Outcomes: one row per scenario and replicate
#
# Every row is a run with a barrier against its own twin: the same replicate, the same chance events, no barrier.
# `README.txt` and `summary.xlsx` in the folder say what each column means.

# %%
outcomes = study.outcomes
outcomes[["scenario", "replicate", "averted_first_year_share", "displaced_share", "cost_first_year"]].head()

# %%
averted = outcomes.pivot(index="replicate", columns="scenario", values="averted_first_year_share")
averted.describe().T[["mean", "std", "min", "max"]].round(3)

# %% [markdown]
# ## Differences between barriers, replicate by replicate
#
# All scenarios share their baselines: replicate 3 of one is in the same world as replicate 3 of another. So the
# difference is taken within replicates first, and the interval is of its mean. Without that pairing it is wider as a
# rule, though replicates as few as these need not show it.


# %%
def half_width(values):
    """Half of the 95 % interval of the mean over replicates, by Student's t."""
    return t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))


def interval(values):
    """Mean with its 95 % interval over replicates."""
    half = half_width(values)
    return pd.Series({"mean": values.mean(), "low": values.mean() - half, "high": values.mean() + half})


rows = {}
for other in ("postal_inspection", "licensing"):
    difference = averted["takedown"] - averted[other]
    unpaired = np.hypot(half_width(averted["takedown"]), half_width(averted[other]))
    rows[f"takedown - {other}"] = [*interval(difference), unpaired / half_width(difference)]
pd.DataFrame(rows, index=["mean", "low", "high", "times wider unpaired"]).T.round(3)

# %% [markdown]
# The league has the same for every outcome, by bootstrap, with the chance that each scenario is the best one.

# %%
league = study.league
columns = ["scenario", "estimate", "low", "high", "difference", "difference_low", "difference_high", "probability_best"]
league.loc[league["outcome"] == "averted_first_year", columns].round(2)

# %% [markdown]
# ## The effect curve, by hand
#
# On each day: the share of the twins' revenue of the last 28 days that is missing, summed over replicates before it is
# divided, so that chance cancels. Resampling whole replicates gives the band.

# %%
weeks = (
    study.daily.pivot_table(index="day", columns=["scenario", "arm", "replicate"], values="revenue").rolling(28).sum()
)
rng = np.random.default_rng(1)
figure, axes = plt.subplots(figsize=(9, 4.5))
for scenario in averted.columns:
    barrier = weeks[scenario].drop(columns="baseline", level="arm").to_numpy()
    twins = weeks[scenario]["baseline"].to_numpy()
    draws = rng.integers(0, twins.shape[1], (200, twins.shape[1]))
    band = np.array([1 - barrier[:, draw].sum(axis=1) / twins[:, draw].sum(axis=1) for draw in draws])
    low, high = np.nanquantile(band[:, 120:], [0.025, 0.975], axis=0)
    days = weeks.index[120:] - 120
    axes.fill_between(days, low, high, alpha=0.15)
    axes.plot(days, (1 - barrier.sum(axis=1) / twins.sum(axis=1))[120:], label=scenario.replace("_", " "))
axes.axhline(0, color="grey", linewidth=0.8)
axes.set(title="Share of revenue that is missing", xlabel="days since the barrier began", ylim=(-0.5, 1))
axes.yaxis.set_major_formatter(plt.matplotlib.ticker.PercentFormatter(1.0))
axes.legend(frameon=False, loc="lower left")
plt.show()

# %% [markdown]
# ## Are there replicates enough?
#
# Not here: the interval should be small against what it is about, and stop moving. `replicates_needed` in the league
# says how many it takes until the interval is the estimate plus or minus a tenth; `replicates=auto` goes on by itself.

# %%
takedown = averted["takedown"]
growing = pd.DataFrame({n: interval(takedown.iloc[:n]) for n in range(3, len(takedown) + 1)}).T
growing.rename_axis("replicates").round(2)

# %%
league.loc[league["outcome"] == "averted_first_year", ["scenario", "n", "replicates_needed"]]

# %% [markdown]
# ## A sweep: design and outcomes
#
# `design` has one row per point and one column per parameter that varies; `summary` the outcomes of each point with
# their intervals. They join on `point`.

# %%
counts = "interventions.takedown.count=1,2,4"
sim("sweep", "+intervention=takedown", counts, "start=120,180", f"output={folder / 'many'}")
sweep = load(folder / "many")
points = sweep.summary.query("outcome == 'effect_28'").merge(sweep.design, on="point")
points[["interventions.takedown.count", "start", "estimate", "low", "high"]].round(2)

# %%
figure, axes = plt.subplots(figsize=(7, 4))
for shift, (start, group) in zip((-0.05, 0.05), points.groupby("start"), strict=True):
    at = group["interventions.takedown.count"] + shift
    axes.vlines(at, group["low"], group["high"], color=f"C{int(shift > 0)}")
    axes.plot(at, group["estimate"], "o", color=f"C{int(shift > 0)}", label=f"seized on day {start}")
axes.set(title="Share of four weeks' revenue missing", xlabel="marketplaces seized", xticks=[1, 2, 4])
axes.yaxis.set_major_formatter(plt.matplotlib.ticker.PercentFormatter(1.0))
axes.legend(frameon=False, loc="lower right")
plt.show()

# %% [markdown]
# ## On to R
#
# `outcomes.csv`, `summary.csv`, `league.csv` and `design.csv` are written already. In R:
#
# ```r
# outcomes <- read.csv("barriers/outcomes.csv")
# wide <- reshape(outcomes[c("scenario", "replicate", "averted_first_year_share")],
#                 idvar = "replicate", timevar = "scenario", direction = "wide")
# t.test(wide$averted_first_year_share.takedown, wide$averted_first_year_share.licensing, paired = TRUE)
# ```
#
# The daily tables are Parquet (`arrow::open_dataset(Sys.glob("barriers/runs/daily-*"))`); from here they can be
# written as anything:

# %%
study.daily.to_csv(folder / "daily.csv", index=False)
print(f"{len(study.daily):,} rows, columns {', '.join(study.daily.columns)}")
