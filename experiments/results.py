"""Run the named studies of this folder and write what they found into its README.

    python experiments/results.py                      all of them, as their files say (hours on a laptop)
    python experiments/results.py league replicates=8  one of them, small: to see that it works
    python experiments/results.py league sets=16       with so many sets of parameters where these vary
    python experiments/results.py --write              leave the studies as they are stored, write the README

Each is run twice: as the parameters stand, and where what is not known of them varies (marks.py), which tells what each
conclusion hangs on. Studies are stored under results/experiments/<name>; what is stored there is not run again.
"""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path

import marks
import pandas as pd

from sim.__main__ import main as sim_main
from sim.effects import OUTCOMES
from sim.effects.repeats import REPEATS
from sim.effects.ways import carrying
from sim.studies.question.ways import ALL
from sim.studies.storage.names import STUDY
from sim.studies.storage.study import Study, read_study
from sim.validation.ensemble import packaged
from sim.views import words
from sim.views.answer import answer_of_study
from sim.views.finding import Finding
from sim.views.sentences import unpaired

HERE = Path(__file__).resolve().parent
STORE = Path("results") / "experiments"
COLUMNS = (
    "averted_first_year", "averted_orders", "peak", "stays", "half_life", "averted_per_1000_eur", "displaced_share",
)  # fmt: skip
MEMBERS = STORE / "members.csv"
UNMARKED = ("portfolio_for_budgets", "portfolio_for_harm", "portfolio_for_profit", "all_barriers")
"""Searches, in which each trial would take other sets, and what is marked for the same money, in equal_budget."""
LEAN = ("ways=false",)
MANY = (
    "averted_first_year_share", "stays", "harm_averted_share", "organised_profit_averted", "cost_first_year",
    "lawful_opened_extra", "lawful_refused_change",
)  # fmt: skip
"""Columns where there are many scenarios: what is averted, what stays, harm, profit, and what it costs whom."""


def main(arguments: list[str]) -> int:
    """Run studies and fill in their results; give 1 if one of them failed."""
    known = sorted(file.stem for file in (HERE / "study").glob("*.yaml"))
    names = [word for word in arguments if word in known] or known
    more = [word for word in arguments if "=" in word and not word.startswith("sets=")]
    asked = [word[5:] for word in arguments if word.startswith("sets=")]
    if not all(number.isdigit() and int(number) > 1 for number in asked):
        print(f"error: sets={asked[-1]} is not a whole number from 2 on", file=sys.stderr)
        return 2
    sets = [f"replicates={REPEATS * int(number)}" for number in asked]
    code = 0
    for name in names:
        failed = 0
        if "--write" not in arguments:
            line = ["compare", "--config-dir", str(HERE), f"+study={name}", *more]
            failed = sim_main([*line, f"output={STORE / name}"])
            if not failed and packaged() and name not in UNMARKED:
                marks.write_members(MEMBERS)
                failed = sim_main([*line, f"ensemble={MEMBERS}", f"output={varied(name)}", *LEAN, *sets])
            code = max(code, failed)
        if not failed and (STORE / name / STUDY).is_file():  # what was left by an earlier model is not told as new
            text = report(read_study(STORE / name))
            if (varied(name) / STUDY).is_file():
                hangs = marks.lines(read_study(STORE / name), read_study(varied(name)), read_members())
                text = "\n".join([text, "", *hangs])
            fill(HERE / "README.md", name, text)
    return code


def varied(name: str) -> Path:
    """Give the folder of a study where what is not known varies."""
    return STORE / f"{name}_varied"


def read_members() -> pd.DataFrame:
    """Read the sets of parameters that were taken, one a row."""
    return pd.read_csv(MEMBERS, index_col="member")


def report(study: Study) -> str:
    """Tell a study's result in Markdown: the answer, the table, the ways that carried the recovery."""
    findings = {name: Finding(result.summary, result.effects) for name, result in study.results.items()}
    settings = study.cases[0].settings
    scope = f"{study.replicates} paired replicates, {settings.buyers:,} buyers, {settings.days:,} days"
    lines = [f"*{scope}, seed {study.record['seed']}, model {study.record['model']['source']}.*", ""]
    if "portfolios" in study.tables:
        return "\n".join([*lines, *searched(study)])
    if study.league is not None:
        lines += [*answer_of_study(findings, study.league), ""]
        findings = {name: finding.in_league(study.league, name) for name, finding in findings.items()}
    columns = COLUMNS
    if len(findings) > len(COLUMNS) * 2:
        columns, findings = MANY, dict(sorted(findings.items(), key=lambda item: averted(item[1]), reverse=True))
    shown = [name for name in columns if any(finding.row(name) for finding in findings.values())]
    lines.append("| scenario | " + " | ".join(OUTCOMES[name].label for name in shown) + " |")
    lines.append("|" + " --- |" * (len(shown) + 1))
    for scenario, finding in findings.items():
        cells = []
        for name in shown:
            value, bounds = finding.cell(name) if finding.row(name) else ("-", "-")
            cells.append(value if bounds == "-" else f"{value} ({bounds})")
        lines.append(f"| {words.spoken(scenario)} | " + " | ".join(cells) + " |")
    if study.pairing is not None and (gained := unpaired(study.pairing)):
        lines += ["", gained]
    if study.ways is not None:
        lines += ["", carried(study.ways)]
    return "\n".join(lines)


def averted(finding: Finding) -> float:
    """Give what rows are sorted by: the share of orders averted in the first year."""
    share = finding.value("averted_first_year_share")
    return share if math.isfinite(share) else -math.inf


def searched(study: Study) -> list[str]:
    """Tell what a search for portfolios found: its sentences, and the portfolios of the front."""
    part = study.analyses[0]
    table = part.in_words(study, study.tables["portfolios"])
    said = [text for analysis in study.analyses for text in analysis.advice(study)]
    rows = ["| " + " | ".join(map(str, row)) + " |" for row in table.to_numpy(object).tolist()]
    return [*said, "", "| " + " | ".join(table.columns) + " |", "|" + " --- |" * len(table.columns), *rows]


def carried(ways: pd.DataFrame) -> str:
    """Say which ways around a barrier carried its recovery beyond chance."""
    single = ways[ways["way"] != ALL]
    sure = single[carrying(single)].sort_values("difference", ascending=False)
    each = [
        f"{words.quantity(row.difference, 'points').lstrip('+')} without {words.called(str(row.way))} "
        f"({words.called(str(row.scenario))})"
        for row in sure.itertuples()
    ]
    if not each:
        return "With any one way around closed, no more can be told to be missing."
    return f"With a way around closed, more of the first year's orders are missing: {words.listing(each)}."


def fill(file: Path, name: str, text: str) -> None:
    """Put a result between its marks."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    content = file.read_text(encoding="utf-8")
    pattern = re.compile(re.escape(begin) + r".*?" + re.escape(end), re.DOTALL)
    filled, count = pattern.subn(lambda _: f"{begin}\n{text}\n{end}", content)
    if count != 1:
        raise ValueError(f"{file.name} has no place for the result of {name}: it needs the marks {begin} and {end}")
    file.write_text(filled, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
