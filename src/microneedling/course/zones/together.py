"""The forecasts of all zones of a course put together into the one of the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..course import Course
from ..findings import Finding
from ..forecast import Forecast
from .person import harm_of_person


def together(course: Course, zones: Mapping[str, Forecast], findings: Sequence[Finding]) -> Forecast:
    """One forecast of a course with several zones: their sessions and outcomes zone by zone, harm of the person.

    Tissues, section, clock, layers and water are those of the first zone; each zone keeps its own.
    """
    labelled = {site: _labelled(forecast, site) for site, forecast in zones.items()}
    parts = tuple(labelled.values())
    sessions = [session for part in parts for session in part.sessions]
    return replace(
        parts[0],
        course=course,
        findings=tuple(findings),
        sessions=tuple(sorted(sessions, key=lambda session: session.day)),
        outcomes=tuple(item for part in parts for item in part.outcomes),
        harm=harm_of_person([part.harm for part in parts]),
        zones=parts,
    )


def _labelled(forecast: Forecast, site: str) -> Forecast:
    return replace(
        forecast,
        sessions=tuple(replace(item, zone=site) for item in forecast.sessions),
        outcomes=tuple(replace(item, zone=site) for item in forecast.outcomes),
    )
