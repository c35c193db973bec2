"""How past predictions of the outcomes on the page fared: a row a family of outcomes, those asked for first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...course.forecast import RECORDS
from ...evidence.track_record import NO_STUDY, REFERENCE, Inside, TrackRecord, track_record
from ...observation.asked import asked_for
from ...phrases import family_name, fixed

if TYPE_CHECKING:
    from ...course.forecast import Forecast

NOTHING = "–"


@dataclass(frozen=True)
class RecordView:
    """One family of outcomes: numbers inside the intervals of studies left out and held out, and the scores."""

    family: str
    left_out: tuple[str, str, str]
    held_out: tuple[str, str, str]
    score: str
    mean: str
    verdict: str


def record_views(result: Forecast) -> list[RecordView]:
    """The families of all outcomes of a course, those of its concerns first, then of harm and clocks."""
    parts = result.zones or (result,)
    asked = [item for one in parts for item in asked_for(one.course.concerns, one.outcomes)]
    outcomes = [item for one in parts for item in one.outcomes]
    families = dict.fromkeys([*(item.family for item in (*asked, *outcomes)), *RECORDS.values()])
    views = [_view(track_record(family)) for family in families]
    return [view for view in views if view.verdict != NO_STUDY] + [
        view for view in views if view.verdict == NO_STUDY
    ]


def _view(record: TrackRecord) -> RecordView:
    model, mean = record.crps.get("model"), record.crps.get(REFERENCE)
    return RecordView(
        family=family_name(record.family),
        left_out=_cells(record.left_out),
        held_out=_cells(record.held_out),
        score=NOTHING if model is None else fixed(model),
        mean=NOTHING if mean is None else fixed(mean),
        verdict=record.verdict,
    )


def _cells(counts: Inside) -> tuple[str, str, str]:
    """Studies, and numbers inside the 80 and the 50 % interval of how many."""
    if not counts.readings:
        return NOTHING, NOTHING, NOTHING
    inside = (f"{round((share or 0.0) * counts.readings)}" for share in (counts.inside_80, counts.inside_50))
    in80, in50 = (f"{count} of {counts.readings}" for count in inside)
    return str(counts.studies), in80, in50
