"""What people type and write by mistake, drawn at random."""

from __future__ import annotations

import random
from pathlib import Path

BARRIERS = ("takedown", "postal_inspection", "licensing", "ddos", "hack", "none", "takedwn", "")
ECOSYSTEMS = ("western", "small", "monopoly", "westen", "", "~", "..", "/etc/passwd")
VALUES = (
    "0", "1", "-1", "0.5", "1e999", "-1e999", "nan", "inf", ".inf", "null", "true", "maybe", "", " ", "9" * 5000,
    "[1,2]", "[", "]", "{", "{a:1}", "{a:", "[[[[", "'", '"', "\\", "${days}", "${start}", "${oc.env:HOME}",
    "${oc.decode:1}", "${", "${a.b}", "${.}", "range(1,10,0)", "range(0,3)", "range(1,1e9)", "choice(1,2)",
    "interval(0,1)", "glob(*)", "shuffle(1,2)", "sort(3,1)", "int(x)", "float(1)", "str(1)", "json_str({})",
    "extend_list(1)", "a b", "é", "€", "名", "\x1b[31m", "\x00"[:0], "~no-one/x", "x" * 300, "../x", "/dev/null/x",
    "leader_share > 0.6", "leader_share > 1e999", "hhi", "market-1", "[market-1]", "[market-0]", "[DE,XX]", "DE",
    "1,2,3", "1:2", "@x", "#c", "%s", "$(ls)", "`ls`", "a=b", "=", "1_000", "0x10", "1e3", "+1", "--1", "_target_",
)  # fmt: skip
KEYS = (
    "days", "start", "buyers", "replicates", "seed", "threads", "workers", "output", "dyas", "ecosystem",
    "intervention", "interventions", "executor", "executor.engine", "executor.jobs", "study", "analysis", "over",
    "samples", "design", "criterion", "combine", "channels", "half_width", "budget", "daily", "words", "scenarios",
    "title", "ecosystem.buyers.product", "ecosystem.buyers.product.cannabis", "ecosystem.buyers.home",
    "ecosystem.vendors.kind", "ecosystem.couriers.fastest", "ecosystem.couriers.slowest", "ecosystem.couriers.loss",
    "ecosystem.administrators.initial_shares", "ecosystem.administrators.commission_low", "ecosystem.name",
    "ecosystem.channels.migrate", "ecosystem.annual_revenue", "ecosystem.buyers", "ecosystem.", ".", "", "a b", "+",
    "interventions.takedown", "interventions.takedown.start", "interventions.takedown.count",
    "interventions.takedown.trigger", "interventions.takedown.names", "interventions.takedown.targets",
    "interventions.takedown.countries", "interventions.takedown.ramp", "interventions.takedown._target_",
    "intervention@interventions.second", "intervention@x", "hydra.run.dir", "hydra/launcher", "_target_",
    "ecosystem@x", "x" * 300, "é", "1", "[0]", "a[0]", "days.x", "seed@x",
)  # fmt: skip
SIGNS = ("", "", "", "", "+", "++", "+++", "~", "-", "--", "@", "=")


def line_of_words(dice: random.Random) -> list[str]:
    """Draw words for a command, most often a barrier and one to three mistakes."""
    words = ["+intervention=takedown"] if dice.random() < 0.6 else []
    for _ in range(dice.randint(1, 3)):
        kind = dice.random()
        if kind < 0.1:
            word = f"{dice.choice(('+', '', '++'))}intervention={dice.choice(BARRIERS)}"
        elif kind < 0.15:
            word = f"ecosystem={dice.choice(ECOSYSTEMS)}"
        else:
            word = f"{dice.choice(SIGNS)}{dice.choice(KEYS)}{dice.choice(('=', '=', '=', '=', '', '=='))}"
            word += dice.choice(VALUES)
        words.append(_garbled(dice, word) if dice.random() < 0.25 else word)
    # A design of a thousand million points is the sweep's own matter, and takes its time.
    return [word for word in words if "1e9" not in word and word not in ("-h", "--help")]


def _garbled(dice: random.Random, word: str) -> str:
    """Change, drop or add a sign somewhere."""
    place = dice.randrange(len(word) + 1)
    sign = dice.choice("abz019._-+=~@,;:[]{}()'\"\\/$# \t\néß€")
    cut = dice.choice((0, 0, 1))
    return word[:place] + sign * dice.choice((0, 1, 1, 3)) + word[place + cut :]


OTHERS = ("explain", "data", "new", "reproduce", "validate", "history", "calibrate", "dashboard", "help", "--version")
REFUSED = {"validate": "replicates=0", "history": "threads=-1", "calibrate": "points=1", "dashboard": "port=1"}
"""What each of these never takes, so that none of them begins to run where all else is understood."""
PLACES = ("", "~no-one/x", "x" * 300, "/dev/null", "/dev/null/x", "no", "é", "\x1b[31m", "a b", "-", "x=y")
TOLD = ("check", "tables", "barrier", "sizes", "levers", "parameters", "glossary", "takedown", "chek", "--help", "-q",
        "--all", "--quick", "--docs", "--folder", "--no-browser", "--barriers",
        "over=[vendors.stop]", "holdout=x")  # fmt: skip
ROWS = ("date,cause\n", "2014-11-06,raided\n", "06/11/2014,x\n", "2014-11-06\n", ",,,\n", "\xff", "=1+1,=cmd()\n",
        "date,orders\n", "2017-01-01,1e999\n", "vendor,price\n", '"\n', "\ufeffdate\n")  # fmt: skip


def other_command(dice: random.Random, place: Path) -> list[str]:
    """Draw a command that asks, writes a barrier, reads a user's data, or measures the model, with its mistakes."""
    command = dice.choice(OTHERS)
    if dice.random() < 0.3:
        text = "".join(dice.choices(ROWS, k=dice.randint(0, 4)))
        (place / f"{dice.choice(('events', 'series', 'listings'))}.csv").write_bytes(text.encode("latin-1", "replace"))
    places = [*PLACES, str(place), str(place / "new")]
    words = []
    for _ in range(dice.randint(0, 4)):
        kind = dice.random()
        word = dice.choice(places) if kind < 0.3 else dice.choice(TOLD)
        if kind > 0.6:
            word = f"{dice.choice(SIGNS)}{dice.choice(KEYS)}={dice.choice(VALUES)}"
        words.append(_garbled(dice, word) if dice.random() < 0.15 else word)
    if command == "new":  # nothing is written beside the folder of this case
        words = ["barrier", *words, "--folder", str(place)] if dice.random() < 0.7 else [*words, f"--folder={place}"]
    words += [REFUSED[command]] if command in REFUSED else []
    return [command, *(word for word in words if "\x00" not in word)]


BARRIER = "# @package interventions.mine\ndefaults: [/takedown_schema@_here_, _self_]\nstart: ${start}\ncount: 3\n"
WORLD = "# @package _global_\ndays: 300\nstart: 60\necosystem:\n  name: mine\n  buyers:\n    order_rate: 0.01\n"
STUDY = "# @package _global_\nanalysis: compare\ncombine: all\nwords: ['+intervention=[takedown,licensing]']\n"
PARTS = (
    "\tcount: 3\n", "count: 4\n", "cuont: 3\n", "count: ${oc.env:HOME}\n", "note: {_target_: os.system}\n", "- a\n",
    "count: [1\n", "count: 1: 2\n", "count: &a [*a]\n", "a: &a {b: *a}\n", "---\ncount: 2\n",
    "count: !!python/name:os.system x\n", "defaults: [mine]\n", "defaults: [mine, _self_]\n", "defaults: x\n",
    "defaults: [{/ecosystem: mine}]\n", "? [a]\n: b\n", "count: .nan\n", "count: 1e999\n", "count: '9'\n", "1: 2\n",
    "null: 3\n", "interventions: 3\n", "ecosystem: 3\n", "ecosystem:\n  buyers: {product: {cannabis: 0}}\n",
    "ecosystem:\n  buyers: {product: {canabis: 1}}\n", "days: -1\n", "days: soon\n", "words: 3\n",
    "scenarios: {a: b}\n", "scenarios: {a: ['+intervention=takedwn']}\n", "executor: {engine: x}\n",
    "count: ${count}\n", "count: ${nowhere}\n", "trigger: hhi > 1e999\n", "<<: {count: 2}\n",
    "count: 0x" + "f" * 6000 + "\n", "\u0007\n", "{{{{\n", "@x\n", "%TAG\n", "\u2028\n", "count: |\n  x\n",
    "hydra: {run: {dir: x}}\n", "a: " + "[" * 3000 + "\n",
)  # fmt: skip


def damaged_folder(dice: random.Random, place: Path) -> list[str]:
    """Write a user's folder with a damaged file; return the words of a command that uses it."""
    group, text = dice.choice([("intervention", BARRIER), ("ecosystem", WORLD), ("study", STUDY)])
    lines = text.splitlines(keepends=True)
    for _ in range(dice.randint(0, 2)):
        lines.insert(dice.randrange(len(lines) + 1), dice.choice(PARTS))
    if dice.random() < 0.2:
        del lines[dice.randrange(len(lines))]
    raw = "".join(lines).encode()
    kind = dice.random()
    if kind < 0.05:
        raw = dice.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]) + raw
    elif kind < 0.12:
        raw += "# Größe\n".encode("latin-1")
    elif kind < 0.2:
        raw = bytes(dice.randrange(256) if dice.random() < 0.02 else byte for byte in raw)
    elif kind < 0.25:
        raw = raw[: dice.randrange(len(raw) + 1)]
    elif kind < 0.3:
        raw = raw.replace(b"\n", b"\r\n")
    name = dice.choice(["mine"] * 6 + ["takedown" if group == "intervention" else "western"])
    ending = dice.choice([".yaml"] * 9 + [".yml"])
    (place / group).mkdir()
    if dice.random() < 0.03:
        (place / group / f"{name}{ending}").mkdir()
    else:
        (place / group / f"{name}{ending}").write_bytes(raw)
    if group == "intervention":
        return ["run", f"+intervention={name}", "--cfg", "job"]
    if group == "ecosystem":
        return ["run", "+intervention=takedown", f"ecosystem={name}", "--cfg", "job"]
    return ["compare", f"+study={name}", "--check", "-q"]


TINY = ["ecosystem=small", "buyers=100", "days=60", "start=20", "replicates=2", "workers=1", "-q"]


def whole_command(dice: random.Random, place: Path) -> list[str]:
    """Draw a command with all its words; most of them run in a second or two."""
    output = dice.choice([place / "out", place / ("x" * 300), Path("~no-one/x"), Path("/dev/null/x"), place])
    kind = dice.random()
    if kind < 0.3:
        words = ["run", "+intervention=takedown", *TINY, f"output={output}"]
    elif kind < 0.5:
        words = ["compare", "+intervention=[takedown,licensing]", *TINY, f"output={output}"]
    elif kind < 0.65:
        words = ["sweep", "+intervention=takedown", "interventions.takedown.count=1,2", *TINY, f"output={output}"]
    elif kind < 0.75:
        return [dice.choice(["rnu", "help", "--version", "explain", "x" * 400, "é", "", "-x", "reproduce", "validate"]),
                *dice.sample(["--help", "levers", "x" * 300, "replicates=0", "a=b"], 1)]  # fmt: skip
    elif kind < 0.85:
        return ["reproduce", str(dice.choice([place, place / "no", "x" * 300, "~no-one", "/dev/null", ""])), "-q"]
    else:
        return [dice.choice(["run", "compare", "sweep"]), *_quick(line_of_words(dice)), *TINY, f"output={place / 'o'}"]
    if dice.random() < 0.5:
        words += _quick(line_of_words(dice))
    return words


def _quick(words: list[str]) -> list[str]:
    """Leave out what would make a command long, or write outside of its folder."""
    slow = ("buyers", "days", "replicates", "samples", "threads", "output", "budget", "executor", "range", "workers")
    return [word for word in words if not any(name in word for name in slow) and "\x00" not in word]
