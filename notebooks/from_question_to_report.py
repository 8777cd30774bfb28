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
# # From a question to a report
#
# *Is it better to strike once and hard, or to inspect the post for good?* From the question to a page for who decides,
# and a workbook for who checks. Everything here is small; a result to rely on leaves out `ecosystem="small"` and
# takes 20 replicates or more.

# %%
# %matplotlib inline
import tempfile
from pathlib import Path

import pandas as pd

import sim
from sim.model.interventions.postal_inspection import PostalInspection
from sim.model.interventions.takedown import Takedown

# %% [markdown]
# ## The comparison
#
# Two scenarios, each against the same worlds. While it runs, a line tells how far it is.

# %%
small = {"ecosystem": "small", "days": 700, "start": 200, "replicates": 4, "seed": 5}
study = sim.compare({"strike": Takedown(start=200, count=2), "inspect": PostalInspection(start=200)}, **small)
for sentence in study.answer:
    print("-", sentence)

# %%
study.plot()["league"]

# %% [markdown]
# Every figure is in a tidy table: a row per run and outcome, or with intervals a row per scenario and outcome.

# %%
chosen = study.summary["outcome"].isin(["peak", "averted_first_year_share", "cost_first_year"])
study.summary.loc[chosen, ["scenario", "label", "unit", "estimate", "low", "high"]]

# %% [markdown]
# ## What it hangs on
#
# Does the answer hold where vendors come back faster? `over` takes lists of values, or pairs for ranges.

# %%
sweep = sim.sweep(
    "takedown",
    {"interventions.takedown.count": [1, 3], "ecosystem.vendors.entry": [0.002, 0.008]},
    ecosystem="small",
    days=700,
    start=200,
    replicates=3,
    seed=5,
)
sweep

# %%
sweep.plot()["responses"]

# %% [markdown]
# ## For who decides, and for who checks
#
# The report is one page that needs no network; the workbook has every table, and a sheet that explains every column.

# %%
with tempfile.TemporaryDirectory() as place:
    page = study.report(Path(place) / "report.html")
    sheets = pd.read_excel(study.to_excel(Path(place) / "study.xlsx"), sheet_name=None)
    folder = study.save(Path(place) / "study")
    print(f"report of {len(page) / 1e6:.1f} MB; sheets: {', '.join(sheets)}")
    print(*sorted(file.name for file in folder.iterdir() if not file.name.startswith("_")), sep=", ")

# %% [markdown]
# The command line repeats it where barriers are named alike:

# %%
print(study.command)
