"""The verdicts on a published number, and how independent of it the prediction was: one vocabulary for all tables.

A row of the bench tables and a reading of a clinical study are judged with the same words. Loads without NumPy.
"""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What came of one published number; in the order in which tables show them."""

    MISS = "MISS"  # outside the predicted 80 % interval, or against a bound or direction that it must respect
    HIT = "hit"  # inside the predicted 80 % interval, or in keeping with the bound or direction
    INPUT = "input"  # the model takes the number as it stands, so agreement would prove nothing
    NOT_JUDGED = "not judged"  # neither: a direction was reported and the prediction has none
    NOT_COMPARABLE = "not comparable"  # the model makes no such quantity; the note says why
    ELSEWHERE = (
        "elsewhere"  # judged in another table, or the same reading as another row; the note says which
    )


class Role(StrEnum):
    """What the published number had to do with the numbers of the model that predicts it."""

    CHECKED = "checked"  # bench: it set nothing in the model
    FITTED = "fitted"  # it helped to set a number or its range, or was looked at while one was
    LEFT_OUT = "left out"  # clinic: of a calibration study, predicted from all other studies
    HELD_OUT = "held-out"  # clinic: of a study that was never used to fit anything
    NONE = ""  # no prediction to speak of


ORDER: dict[Verdict, int] = {verdict: place for place, verdict in enumerate(Verdict)}
"""Place of a verdict in a table: misses first."""
