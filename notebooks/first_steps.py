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
# # First steps
#
# An ecosystem of darknet drug markets, looked at day by day; then a takedown, against the same world without it.
# Everything here is small, so that it runs in seconds. Results to rely on need the full size: leave out `buyers` and
# `ecosystem="small"`, and take more replicates.

# %%
# %matplotlib inline
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt

from sim import Ecosystem, compose, load, run

# %% [markdown]
# ## A world, day by day
#
# `Ecosystem` is a Mesa model: `step()` is a day. Settings are composed as on the command line.

# %%
settings = compose(["ecosystem=small", "seed=7"])
world = Ecosystem(settings.ecosystem, buyers=settings.buyers, days=400, seed=settings.seed)
for _ in range(60):
    world.step()
print(f"{world.day} days are run; {world.state.n_markets} marketplaces so far")

# %% [markdown]
# Few agents with a story are single Mesa agents; buyers and vendors are populations, one agent each that owns a table.

# %%
{kind.__name__: len(agents) for kind, agents in world.agents_by_type.items()}

# %%
[(a.name, a.is_open, round(float(a.market["commission"]), 3)) for a in world.administrators()[:5]]

# %% [markdown]
# A population has the reading verbs of a Mesa `AgentSet`, over columns: `len`, `select`, `get`, `agg`, `to_frame`.

# %%
print(len(world.vendors), "vendors trade,", len(world.buyers), "buyers are customers")
print("mean concealment", round(world.vendors.agg("stealth", lambda column: column.mean()), 3))
busiest = world.vendors.to_frame().sort_values("sales", ascending=False)
busiest[["home", "kind", "price", "sales", "stealth", "wealth"]].head()

# %% [markdown]
# A row can be looked at by itself; `select` gives row numbers.

# %%
vendor = world.vendors[busiest.index[0]]
print(f"vendor {vendor.row} sells {vendor.sales:.1f} orders a day at {vendor.price:.2f} of the going rate")
loyal = world.buyers.select(lambda table: table["loyal"] == vendor.row)
print(len(loyal), "customers trust this vendor most")

# %% [markdown]
# What was recorded so far is a data frame, as with any Mesa model; so are trade by group, and every event.

# %%
world.run(365)
daily = world.datacollector.get_model_vars_dataframe()
daily[["orders", "revenue", "active_vendors", "marketplaces", "leader_share", "trust"]].tail(3)

# %%
groups = world.records.groups()
trade = groups[groups["kind"] == "marketplace"]
markets = trade.pivot_table(index="day", columns="group", values="orders", fill_value=0)
largest = markets.sum().nlargest(5).index
ax = markets[largest].rolling(14).mean().plot(figsize=(8, 3), ylabel="orders a day")
_ = ax.set_title("the five largest marketplaces")

# %%
journal = world.records.journal()
journal[journal["event"].isin(["open", "close"])].tail()

# %% [markdown]
# ## A barrier, against its twin
#
# `run` runs every replicate twice, with the barrier and without it, on the same random draws. The difference is the
# barrier's.

# %%
result = run(interventions=["takedown"], replicates=6, ecosystem="small", seed=7)
print(result)

# %%
figures = result.plot()
print(*figures)
figures["effect"]

# %% [markdown]
# Effects are tables: one row per replicate and outcome, and their summary with intervals.

# %%
effects = result.effects.pivot_table(index="replicate", columns="outcome", values="value")
effects[["depth", "recovery", "averted_orders"]]

# %%
result.summary[["label", "unit", "estimate", "low", "high"]].head(8)

# %% [markdown]
# Settings of the barrier and of the world go by their names; `python -m sim explain parameters` lists them all. Here,
# the same takedown where nobody can migrate: how much of the recovery was migration?

# %%
stuck = run(interventions=["takedown"], replicates=6, ecosystem="small", seed=7, **{"ecosystem.ways.migrate": False})
for name, table in (("as it is", result.daily), ("nobody migrates", stuck.daily)):
    arms = table[table["day"] >= result.start].groupby(["day", "arm"])["revenue"].mean().unstack()
    plt.plot((arms["barrier"] / arms["baseline"]).rolling(28).mean().reset_index(drop=True), label=name)
plt.axhline(1, color="grey", lw=0.8)
plt.xlabel("days after the takedown")
plt.ylabel("revenue against the twin's")
_ = plt.legend()

# %% [markdown]
# A result can be kept and read back: `folder = result.save()`, then `load(folder)`. The command line writes the same
# folder: `python -m sim run +intervention=takedown ecosystem=small`.

# %%
with tempfile.TemporaryDirectory() as place:
    folder = result.save(Path(place) / "takedown")
    again = load(folder)
print(repr(again))
