"""The printed answer of a course with several zones: each concern where it is, harm by zone and for the person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...course.summary import day_phrase
from ...course.zones.words import NO_DATA_SIGN, PERSON_NOTE
from ..text import table, wrapped

if TYPE_CHECKING:
    from ...course.forecast import Forecast


def zone_lines(forecast: Forecast) -> Iterator[str]:
    """The day, a row a zone and concern, a row a zone of harm; what the rows of the person mean."""
    if forecast.chances:
        yield day_phrase(forecast.course, forecast.chances[0].day)
    rows = forecast.concern_rows()
    yield from table(rows, whole=(2, 3))
    if any(row[-1].endswith(NO_DATA_SIGN) for row in rows):
        yield "* no monotherapy data"
    yield ""
    yield from table(forecast.harm_rows(), whole=(1, 2, 3, 4))
    yield from wrapped(PERSON_NOTE)
    yield from wrapped("All outcomes of each zone: --json, or forecast.by_zone in Python.")
