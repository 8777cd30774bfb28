"""Help of the commands that run studies: options from their records, choices from the configuration folders."""

from __future__ import annotations

from sim.settings.library import Library
from sim.settings.values import allowed, shown

FLAGS = """
options:
  --check          compose and check every configuration, say how many, and stop
  --config-dir D   a folder with further configuration (D/study/mine.yaml, D/intervention/mine.yaml, …)
  -q, --quiet      print nothing but the folder
  -h, --help       print this
"""


def options_help(config_dir: str | None = None) -> str:
    """Give the part of the help that studies share."""
    from sim.commands.help import description, wrapped
    from sim.studies.question.options import option_lines

    lines = [FLAGS, "settings of the study:"]
    for name, record in option_lines():
        what = allowed(record) or ("true or false" if isinstance(record.value, bool) else "text")
        lines += wrapped(f"{name}={shown(record.value)}", 34, f"{record.doc} ({what})")
    for group in ("study", "executor"):
        written = "+study=" if group == "study" else "executor="
        lines.append(f"{written}…")
        for name, file in Library.of(config_dir).groups.get(group, {}).items():
            lines += wrapped(name, 34, description(file))
    lines.append("Settings of the runs themselves are those of run: python -m sim run --help")
    return "\n".join(lines)
