"""One thing measured of a person on a day of a running course, as people write it. Loads without the array library."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..inputs.questions import LAST_DAY
from ..inputs.written import Flag, Number, Text, Whole, Written
from ..skin.sites import WrittenSite
from .measurable import EARLIEST_DAY


class Measurement(Written):
    """One reading, score or count of one person. Days count from the first session; day 0 is before the needles.

    >>> from microneedling import Measurement
    >>> Measurement(day=90, scale="goodman_baron_qualitative", value=2.5, rater="A", blinded=True)
    Measurement(day=90.0, scale='goodman_baron_qualitative', value=2.5, rater='A', blinded=True)
    """

    day: Annotated[Number, Field(ge=EARLIEST_DAY, le=LAST_DAY)]
    """day of the course; a reading before the first session has a day of 0 or less"""
    scale: Text
    """a scale or an instrument that the course forecasts, days of redness or downtime, or a session"""
    value: Number
    """what was read, in the unit of the forecast; of what is seen 1 or 0; of a session 1 done, 0 missed"""
    outcome: Text | None = None
    """the outcome, where a scale judges several (texture, firmness)"""
    zone: WrittenSite | None = None
    """where on the body; may be left out where the course treats one zone"""
    rater: Text | None = None
    """who read, or with which device: a code of your own, no name"""
    blinded: Flag | None = None
    """whether the one who read knew nothing of the treatment; unknown when left out"""
    readings: Annotated[Whole, Field(ge=1, le=100)] = 1
    """how many readings the value is the mean of"""
    error: Annotated[Number, Field(gt=0)] | None = None
    """standard error of the value, where the instrument tells it; else that of its kind, from the registry"""
