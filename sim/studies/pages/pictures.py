"""Pictures of a study: how outcomes follow what varies, and those of its analyses."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from sim.studies.storage.study import Study

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(study: Study) -> dict[str, Figure]:
    """Draw what a study's tables allow, by name; what cannot be drawn is noted in ``study.left_out``."""
    from sim.views import style

    makers: list[tuple[str, Callable[[], Mapping[str, Figure]]]] = [("responses", lambda: _responses(study))]
    makers += [(part.name, partial(part.draw, study)) for part in study.analyses]
    figures: dict[str, Figure] = {}
    study.left_out = []
    with style.look(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of few days, or of few runs: the picture says so itself
        for name, make in makers:
            try:
                figures |= make()
            except OSError:
                raise  # the disk, not the picture
            except Exception as error:
                study.left_out.append(style.not_drawn(name, error))
    return figures


def _responses(study: Study) -> Mapping[str, Figure]:
    from sim.views.responses import plot_responses

    if len(study.design) < 2 or len(study.design.columns) < 2 or "sensitivity" in study.tables:
        return {}
    return {
        "responses": plot_responses(study.tables["summary"], study.design, str(study.record["options"]["criterion"]))
    }
