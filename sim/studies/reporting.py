"""The report of a study: of a comparison the one for who decides, of a sweep its design, pictures and tables."""

from __future__ import annotations

from sim.studies.study import Study


def study_html(study: Study) -> str:
    """Write the report as one HTML page."""
    from sim.views.report import html

    return html(study)
