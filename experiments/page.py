"""One page from the studies that are stored: what each barrier comes to for the same money, and what to take.

    python experiments/page.py        write docs/one-page.md from equal_budget and the three portfolio studies

Nothing is said but what a table holds: an effect is told where its interval, of chance and of what is not known
together, leaves nothing out.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from equal_budget import BUDGET

from sim.effects import OUTCOMES
from sim.effects.uncertainty import REPEATS
from sim.model.engine.parameters import parameters_of
from sim.model.interventions.base import catalogue
from sim.studies.storage.study import Study, read_study
from sim.views import words
from sim.views.finding import Finding

STORE = Path("results") / "experiments"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "one-page.md"
AIMS = {
    "averted_first_year_share": ("trade", "portfolio_for_budgets"),
    "harm_averted_share": ("harm to users", "portfolio_for_harm"),
    "organised_profit_averted": ("organised vendors' profit", "portfolio_for_profit"),
}
"""What a barrier may be for: outcome, name, and the study of portfolios for it."""
FIRST = 5
"""Barriers that are named for each aim."""
BUDGETS = (0.25, 0.5, 1.0)
"""Shares of the largest budget, within which a search for portfolios keeps."""


def main() -> int:
    """Write the page from what is stored."""
    equal, varied = read_study(STORE / "equal_budget"), read_study(STORE / "equal_budget_varied")
    searches = {aim: read_study(STORE / study) for aim, (_, study) in AIMS.items() if (STORE / study).is_dir()}
    members = pd.read_csv(STORE / "members.csv", index_col="member")
    PAGE.write_text(page(equal, varied, searches, len(members)), encoding="utf-8")
    return 0


def page(equal: Study, varied: Study, searches: Mapping[str, Study], members: int) -> str:
    """Write the page in Markdown; ``members``: sets of parameters from which ``varied`` drew."""
    found = {name: Finding(result.summary, result.effects) for name, result in equal.results.items()}
    sets = varied.replicates // REPEATS
    lines = [
        "# One page: which barrier, for the same money?",
        "",
        "Made by `python experiments/page.py` from stored studies; do not edit.",
        "",
        f"Each of {len(found)} barriers was given at most {words.euros(BUDGET)} in its first year. What it does is "
        "the difference between a simulated market with it and the same market without it, in the year after its "
        f"start. Brackets hold 95 %: chance, and what is not known, over {sets} sets of parameters that no observed "
        "fact rules out, with assumed responses at half to twice their values.",
        "",
    ]
    lines += [*_short(found, varied), ""]
    for aim in AIMS:
        lines += [*_ranked(aim, found, varied, members), ""]
    lines += [
        *_portfolios(searches),
        "",
        *_burdens(found, varied),
        "",
        *_nothing(found, varied),
        "",
        *_sure(equal, varied),
        "",
        *_set(varied),
    ]
    return "\n".join(lines) + "\n"


def told(varied: Study, aim: str) -> pd.DataFrame:
    """Give the effects on one aim, largest first: scenario, estimate, low, high."""
    table = varied.tables["uncertainty"]
    return table[table["outcome"] == aim].sort_values("estimate", ascending=False)


def _first(varied: Study, aim: str) -> pd.DataFrame:
    """Give those that are told of, the first of them, largest effect first."""
    table = told(varied, aim)
    return table[table["low"] > 0.0].head(FIRST)


def _short(found: Mapping[str, Finding], varied: Study) -> list[str]:
    """Say in a sentence for each aim what does most, and what it is."""
    texts = []
    for aim, (name, _) in AIMS.items():
        sure = _first(varied, aim)
        if not len(sure):
            texts.append(f"- Against {name}, no barrier by itself does anything that can be told from nothing.")
            continue
        row = sure.iloc[0]
        scenario, unit = str(row["scenario"]), OUTCOMES[aim].unit
        effect = f"{words.quantity(row['estimate'], unit)} ({words.interval(row['low'], row['high'], unit)})"
        close = told(varied, aim)
        close = close[(close["high"] >= row["low"]) & (close["scenario"] != scenario)]
        apart = f"; {len(close)} others cannot be told apart from it" if len(close) else ""
        texts.append(
            f"- Against {name}, most is done by {words.spoken(scenario)} ({catalogue()[scenario].summary}): {effect}"
            f"{_lasting(found[scenario])}{apart}."
        )
    return ["**In short.**", "", *texts]


def _lasting(finding: Finding) -> str:
    return f", and {finding.text('stays')} of trade is missing in the second year" if finding.stays else ""


def _ranked(aim: str, found: Mapping[str, Finding], varied: Study, members: int) -> list[str]:
    name, unit = AIMS[aim][0], OUTCOMES[aim].unit
    sure = _first(varied, aim)
    lines = [f"## Against {name}", ""]
    if not len(sure):
        return [*lines, "No barrier by itself does anything that can be told from nothing."]
    wins = _wins(varied, aim, members)
    heads = [
        "barrier",
        "what it is",
        OUTCOMES[aim].label,
        "trade missing in the second year",
        "cost, first year",
        "best in",
    ]
    lines += ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for row in sure.itertuples():
        scenario = str(row.scenario)
        finding = found[scenario]
        effect = f"{words.quantity(row.estimate, unit)} ({words.interval(row.low, row.high, unit)})"
        stays = finding.text("stays") if finding.stays else "nothing told"
        cost = words.euros(finding.value("cost_first_year"))
        best = f"{wins[scenario]} of {sum(wins.values())} sets"
        cells = [words.spoken(scenario), catalogue()[scenario].summary, effect, stays, cost, best]
        lines.append("| " + " | ".join(cells) + " |")
    rest = [words.spoken(scenario) for scenario, _ in wins.most_common() if scenario not in set(sure["scenario"])]
    if rest:
        lines += ["", f"In the other sets (chance is in this count), most was done by {words.listing(rest)}."]
    return lines


def _wins(varied: Study, aim: str, members: int) -> Counter[str]:
    """Count in how many sets of parameters each barrier does most."""
    outcome = OUTCOMES[aim]
    columns = {}
    for scenario, result in varied.results.items():
        wide = result.effects.pivot_table(index="replicate", columns="outcome", values="value")
        by = wide.groupby((wide.index // REPEATS) % members).sum()
        ratio = outcome.summary == "ratio"
        columns[scenario] = by[outcome.parts[0]] / by[outcome.parts[1]] if ratio else by[aim]
    return Counter(map(str, pd.DataFrame(columns).idxmax(axis=1)))


def _portfolios(searches: Mapping[str, Study]) -> list[str]:
    lines = ["## Which set of barriers, for three budgets", ""]
    if not searches:
        return [*lines, "Not searched."]
    lines += ["| budget, first year | " + " | ".join(f"against {AIMS[aim][0]}" for aim in searches) + " |"]
    lines += ["| --- |" + " --- |" * len(searches)]
    most = min(float(study.record["options"]["budget_eur"]) for study in searches.values())
    for share in BUDGETS:
        cells = [_best(study.tables["portfolios"], share * most, OUTCOMES[aim].unit) for aim, study in searches.items()]
        lines.append(f"| {words.euros(share * most)} | " + " | ".join(cells) + " |")
    names = [str(name) for study in searches.values() for name in study.tables["portfolios"]["portfolio"]]
    parts = dict.fromkeys(part.rpartition(" ")[0] for name in names for part in name.split(" + "))
    said = (
        f"Searched among {words.listing([words.spoken(part) for part in parts])}, as the parameters stand: what is not "
        "known is not in these figures. A number is an intensity, 1 as the barrier is described."
    )
    return [*lines, "", said]


def _best(table: pd.DataFrame, budget: float, unit: str) -> str:
    """Name the portfolio that does most within a budget, of those that are told from nothing."""
    rows = table[table["cost"] <= budget]
    sure = rows[rows["low"] > 0.0]
    if not len(sure):
        return "nothing told"
    best = sure.loc[sure["effect"].idxmax()]
    name, effect = words.spoken(str(best["portfolio"])), words.quantity(best["effect"], unit)
    close = int(((rows["high"] >= best["low"]) & (rows.index != best.name)).sum())
    return f"{name}: {effect}" + (f" (not told apart from {close} more)" if close else "")


def _burdens(found: Mapping[str, Finding], varied: Study) -> list[str]:
    """Say whom the barriers burden that open lawful parcels or turn lawful customers away."""
    lines = ["## Whom it burdens", ""]
    for outcome, what in (
        ("lawful_opened_extra", "lawful parcels opened in vain, over the run"),
        ("lawful_refused_change", "lawful customers without a service, on an average day"),
    ):
        rows = [(f.value(outcome), name) for name, f in found.items() if f.row(outcome) and f.row(outcome)["low"] > 0.0]
        each = [f"{words.spoken(name)} {words.count(value)}" for value, name in sorted(rows, reverse=True)[:FIRST]]
        lines.append(f"- More {what}: " + (f"{words.listing(each)}." if each else "none told."))
    named = dict.fromkeys(str(scenario) for aim in AIMS for scenario in _first(varied, aim)["scenario"])
    away = [
        (found[name].value("displaced_share"), name)
        for name in named
        if math.isfinite(found[name].value("displaced_share")) and found[name].row("displaced_share")["low"] > 0.0
    ]
    each = [f"{words.percent(value)} for {words.spoken(name)}" for value, name in sorted(away, reverse=True)[:FIRST]]
    lines.append("- Of orders averted, went to the street or to direct trade: " + (words.listing(each) if each else "none told") + ".")  # fmt: skip # noqa: E501
    return lines


def _nothing(found: Mapping[str, Finding], varied: Study) -> list[str]:
    """Name what can be told of no aim."""
    effects = pd.concat([told(varied, aim) for aim in AIMS])
    sure, worse = (
        set(effects.loc[effects["low"] > 0.0, "scenario"]),
        set(effects.loc[effects["high"] < 0.0, "scenario"]),
    )
    rest = sorted(words.spoken(name) for name in found if name not in sure)
    lines = ["## What cannot be told to do anything", ""]
    lines.append(f"By itself, for any of the three aims: {words.listing(rest)}." if rest else "Nothing of it.")
    if worse:
        lines.append(f"Told to do the opposite for at least one aim: {words.listing(worse)}.")
    return lines


def _sure(equal: Study, varied: Study) -> list[str]:
    settings = equal.cases[0].settings
    return [
        "## How sure",
        "",
        f"{equal.replicates} pairs for costs, burdens and what stays, {varied.replicates} for effects; "
        f"{settings.buyers:,} buyers, {settings.days:,} days, seed {equal.record['seed']}, model "
        f"{equal.record['model']['source']}. Costs are judgement. What the model misses of what was observed stands in "
        "[validation](validation.md), what it cannot say in [limits](explanation/limits.md), what each barrier hangs "
        "on in [the list of barriers](interventions.md). It is no forecast.",
    ]


def _set(varied: Study) -> list[str]:
    """Name the figures of the barriers that were told of which are judgement: their effect is as sure as these."""
    lines = [
        "How strong a barrier is stands in its parameters. Those that no source gives, of the barriers named above:",
        "",
    ]
    for name in dict.fromkeys(str(scenario) for aim in AIMS for scenario in _first(varied, aim)["scenario"]):
        own = [
            f"`{p.name}` {words.setting(p.value)}"
            for p in parameters_of(catalogue()[name])
            if p.status == "judgement" and not p.name.startswith("cost_")
        ]
        lines.append(f"- {words.spoken(name)}: " + (", ".join(own) if own else "none") + ".")
    return lines


if __name__ == "__main__":
    sys.exit(main())
