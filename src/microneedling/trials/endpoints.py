"""What a virtual trial may be decided by: scales and instruments by name. Loads without the array library."""

from __future__ import annotations

from typing import get_args

from ..observation.instrument_kinds import KIND
from ..skin.concern import SCALES, SCORE_FAMILY, Kind

# Overall impressions are put together from several judgements at once; no person's own is modelled.
NOT_FOR_PERSONS = {
    "gais": "an overall impression put together from several judgements; take percent_improvement or a scale",
    "face_q": "a questionnaire on the whole face; take percent_improvement or a scale",
}
IMPROVEMENT = "percent_improvement"
NOT_IN_TRIALS = ("stained_reticulin", "erythema_index")
INSTRUMENTS = tuple(name for name in KIND if name not in NOT_IN_TRIALS)
RATED = tuple(
    dict.fromkeys(name for scales in SCALES.values() for name in scales if name not in NOT_FOR_PERSONS)
)
ENDPOINTS = (*RATED, IMPROVEMENT, *INSTRUMENTS)

FAMILY_OF_SCALE = {"lemperle": "fine_lines", "wsrs": "fine_lines"}


def family_of(kind: str, scale: str) -> str:
    """Family of a rated endpoint; empty where no score of this concern is modelled."""
    return FAMILY_OF_SCALE.get(scale, SCORE_FAMILY.get(kind, ""))


def allowed_for(kind: str) -> tuple[str, ...]:
    """Endpoints that fit a concern."""
    scales = [name for name in SCALES[kind] if name in RATED and family_of(kind, name)]
    judged = [IMPROVEMENT] if kind in SCORE_FAMILY else []
    return (*scales, *judged, *INSTRUMENTS)


KINDS: tuple[str, ...] = get_args(Kind)
