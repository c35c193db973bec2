"""The report of a course under way: one HTML file with what was said, what was measured, and what is said now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...files import check_target, write_whole
from ...phrases import number, overridden_words, signed, with_unit
from ...speech import gettext as _
from ...tracking import words as say
from ..course.done import person_words
from ..pages import rendered
from .chart import chart_of

if TYPE_CHECKING:
    from ...tracking.advice import Advice
    from ...tracking.tracked import Tracked
    from ...tracking.tracked_outcome import Point, TrackedOutcome

RATER = {True: "blinded", False: "not blinded", None: "not told"}


def write_tracking_report(answer: Tracked, path: Path | str, force: bool = False) -> Path:
    """Write the report to `path`; refuses an existing file unless `force`. The file is whole or not there."""
    return write_whole(check_target(path, force), tracking_report(answer), force)


def tracking_report(answer: Tracked) -> str:
    """The report as text; the same answer gives the same bytes."""
    return rendered("tracking.html.j2", "tracking.css", **page(answer))


def page(answer: Tracked) -> dict[str, Any]:
    """Everything that the template shows, in the order of its sections."""
    day = answer.course.assessment_day
    told = answer.advice
    return {
        "title": answer.course.title,
        "person": person_words(answer.course),
        "today": number(answer.today, 4),
        "judged": number(day, 4),
        "early": answer.today < day,
        "overridden": overridden_words(answer.said.overridden),
        "missed": say.missed_line(answer.missed),
        "outcomes": [_view(answer, item, order) for order, item in enumerate(answer.outcomes)],
        "rows": say.table(answer.outcomes)[1:],
        "head": ("Outcome", *say.head()[1:]),
        "healing": [say.healing_line(item) for item in answer.healing if item.learnt_from],
        "advice": advice_rows(told),
        "advice_note": say.advice_line(told, answer.chief),
        "rests": say.rests_line(answer.rests),
        "trusted": answer.rests.trusted,
        "assumed": say.assumed_line(),
        "model": str(answer.said.manifest["model_number"]),
        "seed": str(answer.said.manifest["seed"]),
    }


def _view(answer: Tracked, item: TrackedOutcome, order: int) -> dict[str, Any]:
    lines = say.outcome_lines(item, answer.course.assessment_day)
    return {
        "name": say.name_words(item),
        "scale": say.scale_beside(item),
        "chart": chart_of(item, f"tracked-{order}", answer.done.course, 640, 300),
        "words": lines,
        "carries": bool(item.carries),
        "points": [_point(item, one) for one in item.points],
    }


def _point(item: TrackedOutcome, one: Point) -> dict[str, str]:
    told = one.measurement
    return {
        "day": number(told.day, 4),
        "value": number(told.value, 3),
        "change": with_unit(signed(one.change), item.unit),
        "ends": f"{signed(one.low80)} to {signed(one.high80)}",
        "detectable": with_unit(number(one.detectable), item.unit),
        "rater": told.rater or "not told",
        "blinded": RATER[told.blinded],
        "readings": str(told.readings),
    }


def advice_rows(told: Advice | None) -> list[tuple[str, str, str, str]]:
    """Option, probability to be best, chance of the wish with the draws about it, share of the way expected."""
    if told is None:
        return []
    names = say.option_words(told)
    rows = [(names["go on"], told.go_on, "go on", "go on")]
    if "change" in told.chances:
        rows.append((names["change"], told.change, "change", "change"))
    if told.sessions_left:
        rows.append((names["stop"], told.stop, "stop", "stop now"))
    found = []
    for name, best, chance, reached in rows:
        held = told.chances[chance]
        wide = _("%(mean)s (%(low)s to %(high)s)") % {
            "mean": _percent(held.mean),
            "low": f"{100 * held.low80:.0f}",
            "high": _percent(held.high80),
        }
        found.append((name, _percent(best), wide, _percent(told.reached[reached])))
    if not told.sessions_left:
        found.append((names["stop"], _percent(told.stop), _("as waiting"), "–"))
    return found


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
