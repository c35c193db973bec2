"""A plan on record: its versions with the forecast each rests on, where it stands, and what comes next."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....errors import InputError
from ...records.models import Plan
from ...records.selectors.banner import whose
from ...records.selectors.planning import plan_on_record
from ...records.services import plans as services
from ...records.services.act import Actor
from ..asked import WRONG, asked, done, shown
from ..forms import Clinical, text
from . import told

State = Plan.State
STEPS = (State.DRAFT, State.OFFERED, State.ACCEPTED, State.RUNNING, State.FINISHED)
# State -> what comes next, and the state that a button leads to with its words.
NEXT: dict[str, tuple[Any, str, Any]] = {
    State.DRAFT: (gettext_lazy("Next: offer it to the client."), State.OFFERED, gettext_lazy("Offer it")),
    State.OFFERED: (
        gettext_lazy("Next: the client's consent to this very version; then the plan is accepted."),
        State.ACCEPTED,
        gettext_lazy("The client accepts"),
    ),
    State.ACCEPTED: (
        gettext_lazy("Next: begin the course; then sessions are logged under it."),
        State.RUNNING,
        gettext_lazy("Begin the course"),
    ),
    State.RUNNING: (
        gettext_lazy("Next: the visits, then a follow-up on the day of judging; end the plan after that."),
        State.FINISHED,
        gettext_lazy("The course is over"),
    ),
    State.FINISHED: (gettext_lazy("It is finished."), "", ""),
    State.STOPPED: (gettext_lazy("It was stopped. Another course is a plan of its own."), "", ""),
}


class Step(Clinical):
    """The next step of a plan, or its stop with a reason."""

    reason = text(gettext_lazy("Why it is stopped"), most=300)
    names = (("state", ""), ("consent", ""), ("version", ""))


@asked("GET", "POST")
def plan_page(request: HttpRequest, actor: Actor, plan: UUID) -> HttpResponse:
    """A plan as it stands; sent, it goes on to the state that was chosen."""
    found = plan_on_record(actor=actor, plan=plan)
    row = found["plan"]
    _client, about = whose(actor=actor, client=row.client_id, noted=False)
    form = Step(request.POST) if request.method == "POST" else Step()
    if form.is_bound and form.is_valid():
        state = request.POST.get("state", "")
        try:
            services.move_plan(actor=actor, plan=row.pk, state=state, reason=form.cleaned_data["reason"])
        except InputError as error:
            form.mistaken(error)
        else:
            where = reverse("clinic:plan-on-record", args=(row.pk,))
            return done(request, actor, where, _("The plan has moved on."))
    words, state, button = NEXT[row.state]
    ready = state != State.ACCEPTED or found["consent"] is not None
    what: dict[str, Any] = {
        **found,
        "whose": about,
        "form": form,
        "next": words,
        "to": state,
        "button": button,
    }
    what |= {"ready": ready, "steps_of": _steps(row.state)}
    what["shown"] = [_version(item) for item in found["versions"]]
    what["ends"] = row.state in (State.FINISHED, State.STOPPED)
    return shown(request, "planning/on_record", status=WRONG if form.is_bound else 200, **what)


def _steps(state: str) -> list[tuple[str, str]]:
    """The states in order, each with whether it lies behind, is now, or lies ahead."""
    place = STEPS.index(State(state)) if state in STEPS else -1
    return [
        (str(item.label), "ready" if k < place else "now" if k == place else "")
        for k, item in enumerate(STEPS)
    ]


def _version(item: Any) -> dict[str, Any]:
    """A version as the page shows it: what is done, when it would begin, what was forecast."""
    course = json.loads(item.course)
    goals = json.loads(item.goals) if item.goals else {}
    start = goals.get("start_date")
    view: dict[str, Any] = {"row": item, "design": told.design(course)}
    view["start"] = date.fromisoformat(start) if start else None
    view["past"] = bool(start) and date.fromisoformat(start) < timezone.localdate()
    view["from"] = (goals["search"], goals["plan"]) if goals.get("search") else None
    view["forecast"] = _forecast(item.forecast) if item.forecast is not None else []
    return view


def _forecast(row: Any) -> list[tuple[str, str]]:
    """What the frozen forecast says, in people of a hundred."""
    answer = json.loads(row.quantiles)
    found = []
    for one in answer["chances"]:
        chance = one.get("chance")
        share = chance.get("mean") if isinstance(chance, dict) else chance
        if share is not None:
            where = f", {one['zone']}" if one.get("zone") else ""
            found.append((f"{one['concern'].capitalize()}{where}", told.people(float(share), 100)))
    return found
