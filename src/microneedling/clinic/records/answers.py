"""The answer of a forecast as it goes on record: all that `simulate` says, and the client's sheet as it was then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...course.forecast import Forecast

SHEET = "client_sheet"


def kept_answer(said: Forecast) -> dict[str, Any]:
    """The JSON answer with the body of the client's sheet: what a client was shown is shown again in the same words.

    A nominal run (one draw) has no ranges to show and gets no sheet.
    """
    from ...report.client.sheet import sheet_body

    answer = said.to_json()
    return answer if said.nominal else {**answer, SHEET: sheet_body(said)}
