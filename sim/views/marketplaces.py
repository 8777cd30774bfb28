"""Which marketplaces held the trade, week by week, in one typical run, and how they ended."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from sim.views import style, words

SHOWN = len(style.PALETTE)
ENDINGS = {"seizure": "seized", "exit_scam": "exit scam", "hack": "hacked", "voluntary": "retired"}
VERBS = {"seizure": "was seized", "exit_scam": "left with the escrow", "hack": "was hacked", "voluntary": "retired"}
SEEN = 0.05
"""Share of revenue that a marketplace must once have held to have a band of its own."""
STEP = 0.042
"""Height of a line of closure labels, as a share of the axes."""
OTHERS = "all others"
BEFORE = 182
"""Days before the start that are drawn."""
LARGE = 0.1
"""Share of revenue from which the end of a marketplace is told by name."""


def typical_replicate(effects: pd.DataFrame, daily: pd.DataFrame) -> tuple[int, str]:
    """Return the replicate whose worst is closest to the median, and the arm to show."""
    worst = effects[effects["outcome"] == "peak"].dropna(subset="value")
    if not len(worst):
        return int(daily["replicate"].min()), "baseline"
    nearest = (worst["value"] - worst["value"].median()).abs().to_numpy().argmin()
    return int(worst["replicate"].iloc[nearest]), "barrier"


def weekly_shares(groups: pd.DataFrame, replicate: int, arm: str, start: int) -> pd.DataFrame:
    """Return the share of revenue of each marketplace: index since (days since the start), columns marketplaces.

    It begins half a year before the start. The largest eight are kept, in the order in which they appeared, those too
    small ever to be seen are not; the others are added up.
    """
    chosen = (groups["kind"] == "marketplace") & (groups["replicate"] == replicate) & (groups["arm"] == arm)
    rows = groups[chosen]
    if not rows["revenue"].sum() > 0.0:
        raise style.NotDrawn("nothing was sold on any marketplace")
    wide = rows.pivot(index="day", columns="group", values="revenue").fillna(0.0)
    wide = wide.reindex(range(int(wide.index.min()), int(wide.index.max()) + 1), fill_value=0.0)
    weeks = wide.groupby((wide.index - start) // 7 * 7).sum()
    weeks = weeks.loc[-BEFORE:] if (weeks.index >= 0).any() else weeks
    share = weeks.div(weeks.sum(axis=1).where(lambda total: total > 0), axis=0)
    seen = share.columns[share.max() > SEEN]
    largest = weeks[seen].sum().nlargest(SHOWN).index
    appeared = (weeks[largest] > 0).idxmax()
    order = sorted(largest, key=lambda name: (appeared[name], -weeks[name].sum()))
    table = weeks[order].copy()
    if len(weeks.columns) > len(order):
        table[OTHERS] = weeks.drop(columns=order).sum(axis=1)
    total = table.sum(axis=1)
    return table.div(total.where(total > 0), axis=0).rename_axis(index="since", columns=None)


def closures(journal: pd.DataFrame | None, replicate: int, arm: str, start: int) -> pd.DataFrame:
    """Return the closures of marketplaces of one run: since (days since the start), marketplace, cause."""
    if journal is None or not len(journal):
        return pd.DataFrame({"since": [], "marketplace": [], "cause": []})
    chosen = (journal["event"] == "close") & (journal["replicate"] == replicate) & (journal["arm"] == arm)
    rows = journal[chosen]
    return pd.DataFrame(
        {"since": rows["day"] - start, "marketplace": rows["marketplace"], "cause": rows["cause"]}
    ).reset_index(drop=True)


def plot_marketplaces(axes: Axes, shares: pd.DataFrame, closures: pd.DataFrame, replicate: int, arm: str) -> Axes:
    """Draw stacked weekly shares of revenue, each marketplace named in its band, and its end with the cause."""
    colours = [style.REST if name == OTHERS else style.PALETTE[i] for i, name in enumerate(shares.columns)]
    filled = shares.fillna(0.0)
    axes.stackplot(filled.index, filled.to_numpy().T, colors=colours, edgecolor="white", linewidth=0.6)
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:.0f} %"))
    axes.set_ylabel("share of revenue that week")
    since = "the barrier began" if arm == "barrier" else "the start date"
    style.days_axis(axes, int(filled.index.min()), int(filled.index.max()), since)
    _name_bands(axes, filled)
    levels = _mark_closures(axes, filled, closures)
    if arm == "barrier":
        axes.axvline(0, color=style.INK, linewidth=1.4, linestyle=(0, (2, 2)))
    runs = "with the barrier" if arm == "barrier" else "without a barrier"
    detail = f"One typical run {runs} (replicate {replicate}). Small ticks: closures of other marketplaces."
    style.headline(axes, _title(filled, closures, arm), detail, lift=8 + 17 * levels)
    return axes


def _name_bands(axes: Axes, shares: pd.DataFrame) -> None:
    """Write each name where the band leaves most room for it."""
    upper = shares.cumsum(axis=1)
    letter = style.letter_width(axes) * (shares.index.max() - shares.index.min())
    for name in shares.columns:
        need = max(round((len(str(name)) + 1) * letter / 7), 1)
        top = upper[name].rolling(need, center=True).min()
        bottom = (upper[name] - shares[name]).rolling(need, center=True).max()
        fits = (top - bottom).max() > 0.045
        if not fits:  # a band may be too short for the name but high enough for it upright
            narrow = max(round(2.5 * letter / 7), 1)
            top = upper[name].rolling(narrow, center=True).min()
            bottom = (upper[name] - shares[name]).rolling(narrow, center=True).max()
        if fits or (top - bottom).max() > 0.022 * len(str(name)):
            week = (top - bottom).idxmax()
            middle = float(top.loc[week] + bottom.loc[week]) / 2.0
            colour = style.on(style.REST if name == OTHERS else style.PALETTE[list(shares.columns).index(name)])
            axes.text(
                week,
                middle,
                str(name),
                ha="center",
                va="center",
                fontsize=13,
                fontweight="bold",
                color=colour,
                rotation=0 if fits else 90,
            )


def _mark_closures(axes: Axes, shares: pd.DataFrame, closures: pd.DataFrame) -> int:
    """Write the cause above the end of a large marketplace, a tick for the others; return the lines of text used."""
    placed: list[tuple[float, int]] = []
    letter = style.letter_width(axes) * float(shares.index.max() - shares.index.min())
    for row in closures.sort_values("since").itertuples():
        since, name = float(row.since), str(row.marketplace)
        if not shares.index.min() <= since <= shares.index.max():
            continue
        held = shares[name].loc[since - 28 : since].max() if name in shares else 0.0
        if not held > LARGE:
            axes.plot([since, since], [1.0, 1.012], color=style.SOFT, linewidth=1, clip_on=False)
            continue
        cause = ENDINGS.get(str(row.cause), str(row.cause).replace("_", " ") or "closed")
        text = f"{name} {cause}"
        width = len(text) * 0.85 * letter
        begin = max(since - width, float(shares.index.min()))
        level = next(i for i in range(len(placed) + 1) if all(p[1] != i or begin > p[0] for p in placed))
        placed.append((begin + width, level))
        reach = [1.0, 1.02 + STEP * level]
        axes.plot([since, since], reach, color=style.INK, linewidth=1.2, clip_on=False, zorder=1)
        side = "right" if begin == since - width else "left"
        at = since if side == "right" else begin
        axes.text(at, 1.022 + STEP * level, text, ha=side, va="bottom", fontsize=12, color=style.INK, bbox=style.GROUND)
    return max((level + 1 for _, level in placed), default=0)


def _title(shares: pd.DataFrame, closures: pd.DataFrame, arm: str) -> str:
    """State who led before and after, or how trade was spread."""
    named = shares.drop(columns=OTHERS, errors="ignore")
    before = named.loc[-56:-1].mean()
    if arm != "barrier" or not before.max() > 0.0:  # a barrier from the first day on has no trade before it
        leader = named.mean().idxmax()
        return f"{leader} led with {words.percent(float(named[leader].mean()))} of revenue on average"
    leader = str(before.idxmax())
    after = shares.loc[28:]
    heir = after.drop(columns=[leader, OTHERS], errors="ignore")
    heir = heir.loc[:, heir.max() > 0.0]
    closed = closures[(closures["marketplace"] == leader) & (closures["since"] >= 0)]
    if not len(closed) or not len(heir.columns) or not len(heir):
        return f"{leader} led before the barrier with {words.percent(float(before[leader]))} of revenue"
    best = str(heir.max().idxmax())
    ending = VERBS.get(str(closed["cause"].iloc[0]), "closed")
    return (
        f"{leader} held {words.percent(float(before[leader]))} of revenue until it {ending}; "
        f"{best} later held up to {words.percent(float(heir[best].max()))}"
    )
