"""One page from the studies that are stored: what each barrier comes to for the same money, and what to take.

    python experiments/page.py        write docs/one-page.md from equal_budget and the three portfolio studies

Nothing is said but what a table holds: an effect is told where its interval, of chance and of what is not known
together, leaves nothing out.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
from equal_budget import BUDGET

from sim.effects import OUTCOMES
from sim.effects.replicates import by_replicate
from sim.effects.uncertainty import REPEATS
from sim.model.engine.parameters import parameters_of
from sim.model.interventions.registry import catalogue
from sim.studies.analyses.shared.portfolios import LIMITS
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
NONE = "no barrier by itself does anything that can be told from nothing."

Tables = Mapping[str, pd.DataFrame]
Findings = Mapping[str, Finding]


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
    effects = varied.tables["uncertainty"].sort_values("estimate", ascending=False)
    tables = {aim: effects[effects["outcome"] == aim] for aim in AIMS}
    first = {aim: table[table["low"] > 0.0].head(FIRST) for aim, table in tables.items()}
    named = list(dict.fromkeys(str(scenario) for table in first.values() for scenario in table["scenario"]))
    parts = [
        _head(len(found), varied),
        ["**In short.**", "", *(_short(aim, tables[aim], first[aim], found) for aim in AIMS)],
        *(_ranked(aim, first[aim], found, _wins(varied, aim, members)) for aim in AIMS),
        _portfolios(searches),
        _burdens(found, named),
        _nothing(found, tables.values()),
        _sure(equal, varied),
        _judged(named),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(barriers: int, varied: Study) -> list[str]:
    sets = varied.replicates // REPEATS
    return [
        "# One page: which barrier, for the same money?",
        "",
        "Made by `python experiments/page.py` from stored studies; do not edit.",
        "",
        f"Each of {barriers} barriers was given at most {words.euros(BUDGET)} in its first year. What it does is "
        "the difference between a simulated market with it and the same market without it, in the year after its "
        f"start. Brackets hold 95 %: chance, and what is not known, over {sets} sets of parameters that no observed "
        "fact rules out, with assumed responses at half to twice their values.",
    ]


def _short(aim: str, table: pd.DataFrame, first: pd.DataFrame, found: Findings) -> str:
    """Say in a sentence what does most against an aim, what it is, and what cannot be told apart from it."""
    name = AIMS[aim][0]
    if not len(first):
        return f"- Against {name}, {NONE}"
    row = first.iloc[0]
    scenario = str(row["scenario"])
    close = int((table["high"] >= row["low"]).sum()) - 1
    told = "by estimate, most" if close else "most"
    finding = found[scenario]
    lasts = f", and {finding.text('stays')} of trade is missing in the second year" if finding.stays else ""
    apart = f"; {close} others cannot be told apart from it" if close else ""
    what = f"{words.spoken(scenario)} ({catalogue()[scenario].summary})"
    return f"- Against {name}, {told} is done by {what}: {_effect(row, OUTCOMES[aim].unit)}{lasts}{apart}."


def _effect(row: pd.Series, unit: str) -> str:
    return f"{words.quantity(row['estimate'], unit)} ({words.interval(row['low'], row['high'], unit)})"


def _ranked(aim: str, first: pd.DataFrame, found: Findings, wins: Counter[str]) -> list[str]:
    lines = [f"## Against {AIMS[aim][0]}", ""]
    if not len(first):
        return [*lines, words.upper_first(NONE)]
    effect = OUTCOMES[aim].label
    heads = ("barrier", "what it is", effect, "trade missing in the second year", "cost, first year", "best in")
    lines += ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for _, row in first.iterrows():
        scenario = str(row["scenario"])
        finding = found[scenario]
        stays = finding.text("stays") if finding.stays else "nothing told"
        cells = [words.spoken(scenario), catalogue()[scenario].summary, _effect(row, OUTCOMES[aim].unit), stays]
        cells += [words.euros(finding.value("cost_first_year")), f"{wins[scenario]} of {wins.total()} sets"]
        lines.append("| " + " | ".join(cells) + " |")
    rest = [words.spoken(scenario) for scenario, _ in wins.most_common() if scenario not in set(first["scenario"])]
    if rest:
        lines += ["", f"In the other sets (chance is in this count), most was done by {words.listing(rest)}."]
    return lines


def _wins(varied: Study, aim: str, members: int) -> Counter[str]:
    """Count in how many sets of parameters each barrier does most."""
    outcome, columns = OUTCOMES[aim], {}
    for scenario, result in varied.results.items():
        wide = by_replicate(result.effects)
        by = wide.groupby((wide.index // REPEATS) % members).sum()
        ratio = outcome.summary == "ratio"
        columns[str(scenario)] = by[outcome.parts[0]] / by[outcome.parts[1]] if ratio else by[aim]
    return Counter(pd.DataFrame(columns).idxmax(axis=1))


def _portfolios(searches: Mapping[str, Study]) -> list[str]:
    lines = ["## Which set of barriers, for three budgets", ""]
    if not searches:
        return [*lines, "Not searched."]
    lines += ["| budget, first year | " + " | ".join(f"against {AIMS[aim][0]}" for aim in searches) + " |"]
    lines += ["| --- |" + " --- |" * len(searches)]
    most = min(float(study.record["options"]["budget_eur"]) for study in searches.values())
    for share in LIMITS:
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
    close = int((rows["high"] >= best["low"]).sum()) - 1
    return f"{name}: {effect}" + (f" (not told apart from {close} more)" if close else "")


def _burdens(found: Findings, named: list[str]) -> list[str]:
    """Say who has parcels opened, who is turned away, and where orders went that those named averted."""
    return [
        "## Whom it burdens",
        "",
        f"- More lawful parcels opened in vain, over the run: {_most('lawful_opened_extra', found)}.",
        f"- More lawful customers without a service, on an average day: {_most('lawful_refused_change', found)}.",
        "- Of orders averted by those named above, went to the street or to direct trade: "
        f"{_most('displaced_share', {name: found[name] for name in named})}.",
    ]


def _most(outcome: str, found: Findings) -> str:
    """List the barriers of which an outcome is told to be above nothing, most first."""
    rows = [(f.value(outcome), name) for name, f in found.items() if f.row(outcome) and f.row(outcome)["low"] > 0.0]
    unit = "share" if OUTCOMES[outcome].unit == "share" else ""
    each = [f"{words.spoken(name)} {words.quantity(value, unit)}" for value, name in sorted(rows, reverse=True)]
    return words.listing(each[:FIRST]) if each else "none told"


def _nothing(found: Findings, tables: Iterable[pd.DataFrame]) -> list[str]:
    """Name what can be told of no aim, and what is told to do the opposite of one."""
    effects = pd.concat(list(tables))
    sure, worse = (set(effects.loc[rows, "scenario"]) for rows in (effects["low"] > 0.0, effects["high"] < 0.0))
    rest = sorted(words.spoken(name) for name in found if name not in sure | worse)
    lines = ["## What cannot be told to do anything", ""]
    lines.append(f"By itself, for any of the three aims: {words.listing(rest)}." if rest else "Nothing of it.")
    if worse:
        opposite = words.listing(sorted(words.spoken(str(name)) for name in worse))
        lines.append(f"Told to do the opposite for at least one aim: {opposite}.")
    return lines


def _sure(equal: Study, varied: Study) -> list[str]:
    settings = equal.cases[0].settings
    return [
        "## How sure",
        "",
        f"{equal.replicates} pairs for costs, burdens and what stays, {varied.replicates} for effects; "
        f"{settings.buyers:,} buyers, {settings.days:,} days, seed {equal.record['seed']}, model "
        f"{equal.record['model']['source']}. Of so many barriers, one in forty is told to do something by chance "
        "alone. Costs are judgement. What the model misses of what was observed stands in "
        "[validation](validation.md), what it cannot say in [limits](explanation/limits.md), what each barrier hangs "
        "on in [the list of barriers](interventions.md). It is no forecast.",
    ]


def _judged(named: list[str]) -> list[str]:
    """Name the figures of barriers that are judgement: what these do is as sure as they are."""
    lines = ["How strong a barrier is stands in its parameters. Those of the barriers named that no source gives:", ""]
    for name in named:
        own = [
            f"`{p.name}` {words.setting(p.value)}"
            for p in parameters_of(catalogue()[name])
            if p.status == "judgement" and not p.name.startswith("cost_")
        ]
        lines.append(f"- {words.spoken(name)}: " + (", ".join(own) if own else "none") + ".")
    return lines


if __name__ == "__main__":
    sys.exit(main())
