"""Commands of ``python -m sim``: thin, one file each, with a function ``main(words) -> exit code``."""

from __future__ import annotations

from importlib.util import find_spec

COMMANDS = {
    "run": "run barriers against the baseline, and say how long they last",
    "compare": "rank barriers against each other over one baseline, with combinations and closed ways",
    "sweep": "vary parameters: grids, samples, sensitivity, scenario discovery, robustness, portfolios",
    "reproduce": "run a stored run or study again and say whether it comes out equal",
    "validate": "compare the baseline with what was observed in real markets",
    "history": "play the trade from the first marketplace to the end of 2019, beside what is on record",
    "calibrate": "fit parameters to what was observed, and keep every set that no fact rules out",
    "data": "say what of a folder of your own data is understood, row by row",
    "explain": "print what the model is made of: schedule, parameters, levers, columns, catalogue, interventions",
    "dashboard": "ask by forms in the browser, watch a world day by day, compare what is stored",
    "new": "write the file of a barrier of your own, and its test",
}
"""Names with one line each, in the order of help."""


def available() -> list[str]:
    """List the commands that this version has."""
    return [name for name in COMMANDS if find_spec(f"{__name__}.{name}") is not None]
