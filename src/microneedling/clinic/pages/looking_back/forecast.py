"""The forecast of a running course: what was said, what was measured, what is said now, and what it was learnt from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ....errors import InputError
from ....phrases import number, signed, with_unit
from ...records.models import Plan
from ...records.selectors.banner import whose
from ...records.selectors.following import Followed, followed, forecast_plans
from ...records.services.act import Actor, NotFound, one
from ...work.listing import learning_job
from ...work.wanted import want_tracking
from ..asked import asked, new_key, see, shown
from ..consenting.working import GOING
from ..grades import scale_in_words
from ..language.speaking import speaking
from ..mistakes import in_words
from .cause import cause, no_finer, otherwise, tested, when
from .photo_words import label_of

if TYPE_CHECKING:
    from ....tracking.advice import Advice
    from ....tracking.tracked_outcome import TrackedOutcome

WEEKS = 4  # between two rows of a chart's table
LATE_DAYS = (
    14  # so long an advice holds after the day from which on it was worked out; about half an interval
)


@asked("GET")
def forecast(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """The forecast of the plan that runs, or of the one that is asked for."""
    actor.need("clinic_records.view_trackedforecast")
    row, about = whose(actor=actor, client=client, noted=False)
    plans = forecast_plans(row)
    wanted = request.GET.get("plan", "")
    chosen = next((pair for pair in plans if str(pair[0].pk) == wanted), plans[0] if plans else None)
    what: dict[str, Any] = {"whose": about, "plans": [plan for plan, _said in plans]}
    if chosen is None:
        running = Plan.objects.filter(client=row, current__isnull=False).order_by("-entered_at").first()
        return shown(request, "looking_back/no_forecast", **what, plan=running)
    with speaking():
        found = followed(actor=actor, client=row, plan=chosen[0], said=chosen[1])
    what |= {"plan": found.plan, "said": found.said, "now": found.now, "behind": found.behind}
    what |= _known(found)
    if found.behind:
        job = learning_job(version=found.plan.current.pk)
        what |= {"job": job, "going": job is not None and job.state in GOING, "key": new_key()}
    if found.now is not None:
        with speaking():
            what |= _told(found, json.loads(found.now.answer))
    return shown(request, "looking_back/forecast", **what)


def _told(found: Followed, answer: dict[str, Any]) -> dict[str, Any]:
    """What is said now beside what was said, in charts, words and numbers, on the clinic's day of today."""
    from ....report.tracking.kept import advice_in, outcomes_in, rests_in
    from ....tracking import words as say

    stands = found.stands
    outcomes = outcomes_in(answer, stands.today)
    carrying = [item for item in outcomes if item.carries] or list(outcomes[:1])
    chief = [*carrying, *(item for item in outcomes if item.points and item not in carrying)]
    rests = rests_in(answer)
    assessed = (stands.done or stands.planned).assessment_day
    said_now: dict[str, Any] = {
        "outcomes": [_view(found, item, place, assessed) for place, item in enumerate(chief)],
        "head": say.head()[1:],
        "rows": say.table([item for item in outcomes if item not in chief])[1:],
        "rests": say.rests_plainly(rests),
        "trusted": rests.trusted,
        "assumed": say.assumed_line(),
    }
    told = advice_in(answer)
    return said_now | (_advised(found, told, carrying, assessed) if told is not None else {})


def _advised(
    found: Followed, told: Advice, carrying: list[TrackedOutcome], assessed: float
) -> dict[str, Any]:
    """What may follow; of what was compared for a day that is long past only that it was."""
    from ....report.tracking.page import advice_rows
    from ....tracking import words as say

    stands = found.stands

    def date_of(day: float) -> str:
        return when(day, stands)

    next_day = told.day if told.design is None else float(told.design.next_day)
    if next_day + LATE_DAYS < stands.today:
        return {"over": date_of(next_day)}
    compared = [item for item in carrying if tested(item, stands, found.said.entered_at)]
    return {
        "advice": advice_rows(told),
        "story": say.verdict_words(told, compared, date_of),
        "change": say.change_words(told, stands.today, date_of),
        "by": date_of(told.day),
        "judge": date_of(assessed),
        "early": stands.today < assessed,
    }


def _view(found: Followed, item: TrackedOutcome, place: int, assessed: float) -> dict[str, Any]:
    from ....report.tracking.chart import chart_of
    from ....tracking import words as say

    stands = found.stands
    course, compared = stands.done or stands.planned, tested(item, stands, found.said.entered_at)
    said, going, *seen = say.outcome_lines(item, assessed, lambda day: when(day, stands))
    return {
        "name": say.name_words(item),
        "scale": say.scale_beside(item),
        "place": item.place if compared else "",
        "worse": item.worse,
        "chart": chart_of(item, f"forecast-{place}", course, 440, 240),
        "cause": cause(item, stands, found.said.entered_at),
        "lines": [said, *([going] if compared else []), *seen],
        "weeks": _weeks(found, item),
        "points": [_point(found, item, one) for one in item.points],
    }


def _weeks(found: Followed, item: TrackedOutcome) -> list[dict[str, str]]:
    """The chart in numbers, every few weeks and on the day of judging."""
    import numpy as np

    last = float(item.day[-1])
    days = sorted({*np.arange(0, last + 1, 7 * WEEKS).tolist(), item.judged_day})
    rows = []
    for day in days:
        said, now = ([float(np.interp(day, item.day, row)) for row in each] for each in (item.said, item.now))
        rows.append(
            {
                "week": f"{day / 7:.0f}",
                "when": when(day, found.stands),
                "said": f"{signed(said[1])} ({signed(said[0])} … {signed(said[2])})",
                "now": f"{signed(now[1])} ({signed(now[0])} … {signed(now[2])})",
                "judged": day == item.judged_day,
            }
        )
    return rows


def _point(found: Followed, item: TrackedOutcome, one: Any) -> dict[str, str]:
    told = one.measurement
    return {
        "when": when(told.day, found.stands),
        "value": number(told.value, 3),
        "change": with_unit(signed(no_finer(one.change, one.detectable)), item.unit),
        "ends": f"{signed(no_finer(one.low80, one.detectable))} … {signed(no_finer(one.high80, one.detectable))}",
        "detectable": with_unit(number(one.detectable), item.unit),
        "blinded": {True: _("blind"), False: _("not blind")}.get(told.blinded, _("not recorded")),
    }


def _known(found: Followed) -> dict[str, Any]:
    """From what it was learnt, and when."""
    stands = found.stands
    return {
        "learnt": found.learnt,
        "sessions": [session for session, _day in stands.sessions],
        "missed": [when(day, stands) for day in stands.missed],
        "otherwise": otherwise(stands),
        "readings": [_reading(row) for row, _read in stands.readings],
        "left_out": [(_reading(row), why) for row, why in stands.left_out],
    }


def _reading(row: Any) -> Any:
    scale = scale_in_words(row.scale) if row.scale else None
    row.label = scale.label if scale is not None else label_of(row.instrument or row.scale)
    return row


@asked("POST")
def learn(request: HttpRequest, actor: Actor, plan: UUID) -> HttpResponse:
    """Have the forecast learn from what is on record now."""
    row = one(Plan, plan)
    version = row.current
    if version is None:
        raise NotFound("no such version")
    try:
        want_tracking(version, actor)
    except InputError as error:
        messages.error(request, " ".join(in_words(item) for item in error.mistakes))
    return see(request, reverse("clinic:forecast", args=(row.client_id,)) + f"?plan={row.pk}")
