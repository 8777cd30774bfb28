"""Help of ``run``: choices from the configuration folders, settings from their records."""

from __future__ import annotations

import textwrap

from sim.model.engine.parameters import parameters_of
from sim.settings import Settings, SettingsError
from sim.settings.files import text_of
from sim.settings.library import Library, Made, Option
from sim.settings.values import allowed, shown

USAGE = """\
usage: python -m sim run [words] [options]

Runs barriers against the same world without them (paired twins), prints how deep they cut and how long that
lasts, and writes a folder with tables and figures. The last line printed is that folder.

  python -m sim run +intervention=takedown
  python -m sim run '+intervention=[takedown,postal_inspection]' start=200 replicates=50
  python -m sim run +intervention=takedown interventions.takedown.count=3 ecosystem=monopoly
  python -m sim run +intervention=takedown +intervention@interventions.second=takedown interventions.second.start=600
  python -m sim run +intervention=takedown objective='averted_first_year_share > 0.2 until 365'     reached, or not?
  python -m sim run +data=FOLDER                      your own tables: events, series, listings (docs/own-data.md)
  python -m sim run from=results/runs/… +intervention=licensing            the world of a stored run

options:
  --cfg job        print the settings of the run and stop
  --config-dir D   a folder with further configuration (D/intervention/mine.yaml, …)
  --barriers D     a folder with barriers of your own, one file each (python -m sim new barrier NAME writes one)
  -m, --multirun   several values of a setting: a study of its own (python -m sim sweep --help)
  -q, --quiet      print nothing but the folder
  -h, --help       print this"""


def run_help(config_dir: str | None = None) -> str:
    """Give the help text; its choices include those of the user's folder."""
    parts = [USAGE]
    for group, options in Library.of(config_dir).groups.items():
        written = f"+{group}=" if group == "intervention" else f"{group}="
        parts.append(f"{written}…")
        for name, file in options.items():
            parts += wrapped(name, 20, description(file))
    parts.append("settings:")
    for p in parameters_of(Settings):
        if "." not in p.name:
            what = allowed(p) or ("true or false" if isinstance(p.value, bool) else "text")
            parts += wrapped(f"{p.name}={shown(p.value)}", 20, f"{p.doc} ({what})")
    parts.append("\n" + textwrap.fill(
        "Each figure of the ecosystem (ecosystem.…) and of a barrier (interventions.<name>.…) can be set as well: "
        "python -m sim explain parameters lists them with unit, range and source.", 110))  # fmt: skip
    return "\n".join(parts)


def wrapped(name: str, width: int, text: str) -> list[str]:
    """Write a name with its text beside it, in lines that a terminal has room for."""
    return textwrap.wrap(text, 110, initial_indent=f"  {name:{width}} ", subsequent_indent=" " * (width + 3)) or [
        f"  {name}"
    ]


def description(file: Option) -> str:
    """Give the comment a configuration file begins with, if it is not for Hydra, or what a barrier says of itself."""
    if isinstance(file, Made):
        return file.summary
    try:
        lines = text_of(file).splitlines()
    except SettingsError as error:  # one damaged file does not take the help from the others
        return f"({error.problem})"
    told = ""
    for line in lines:
        if line.startswith("#") and "@package" not in line:
            told = f"{told} {line.lstrip('# ').rstrip()}".lstrip()
        elif told:
            break
    return told
