"""Run the named studies of this folder and write what they found into its README.

    python experiments/results.py                      all of them, as their files say (hours on a laptop)
    python experiments/results.py league replicates=8  one of them, small: to see that it works
    python experiments/results.py --write              leave the studies as they are stored, write the README

Studies are stored under results/experiments/<name>; what is stored there is not run again.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from sim.__main__ import main as sim_main
from sim.studies.archive import STUDY
from sim.studies.plans import ALL
from sim.studies.study import Study, read_study
from sim.views import words
from sim.views.answer import answer_of_study
from sim.views.verdict import Finding

HERE = Path(__file__).resolve().parent
STORE = Path("results") / "experiments"
COLUMNS = ("depth", "half_life", "recovery", "averted_first_year", "averted_per_1000_eur", "displaced_share")


def main(arguments: list[str]) -> int:
    """Run studies and fill in their results; give 1 if one of them failed."""
    known = sorted(file.stem for file in (HERE / "study").glob("*.yaml"))
    names = [word for word in arguments if word in known] or known
    more = [word for word in arguments if "=" in word]
    code = 0
    for name in names:
        failed = 0
        if "--write" not in arguments:
            line = ["compare", "--config-dir", str(HERE), f"+study={name}", f"output={STORE / name}", *more]
            failed = sim_main(line)
            code = max(code, failed)
        if not failed and (STORE / name / STUDY).is_file():  # what was left by an earlier model is not told as new
            fill(HERE / "README.md", name, told(read_study(STORE / name)))
    return code


def told(study: Study) -> str:
    """Tell a study's result in Markdown: the answer, the table, the channels that carried the recovery."""
    findings = {name: Finding(result.summary, result.effects) for name, result in study.results.items()}
    settings = study.cases[0].settings
    scope = f"{study.replicates} paired replicates, {settings.buyers:,} buyers, {settings.days:,} days"
    lines = [f"*{scope}, seed {study.record['seed']}, model {study.record['model']['source']}.*", ""]
    if study.league is not None:
        lines += [*(sentence for sentence in answer_of_study(findings, study.league)), ""]
    first = next(iter(findings.values()))
    shown = [name for name in COLUMNS if first.row(name)]
    lines.append("| scenario | " + " | ".join(str(first.row(name)["label"]) for name in shown) + " |")
    lines.append("|" + " --- |" * (len(shown) + 1))
    for scenario, finding in findings.items():
        cells = []
        for name in shown:
            value, bounds = finding.cell(name) if finding.row(name) else ("-", "-")
            cells.append(value if bounds == "-" else f"{value} ({bounds})")
        lines.append(f"| {scenario.replace('_', ' ')} | " + " | ".join(cells) + " |")
    if study.pairing is not None:
        each = [
            f"{row.scenario.replace('_', ' ')} {row.times_wider_unpaired:.1f}" for row in study.pairing.itertuples()
        ]
        lines += ["", f"Unpaired, intervals of the orders averted would be times as wide: {', '.join(each)}."]
    if study.channels is not None:
        single = study.channels[study.channels["channel"] != ALL]
        sure = single[single["low"] > 0.0].sort_values("difference", ascending=False)
        each = [
            f"{row.channel.replace('_', ' ')} ({row.scenario.replace('_', ' ')}: "
            f"{words.quantity(row.difference, 'points')} of a year's orders)"
            for row in sure.itertuples()
        ]
        carried = "; ".join(each) if each else "none that can be told from chance"
        lines += ["", f"Ways around without which more would be missing: {carried}."]
    return "\n".join(lines)


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
