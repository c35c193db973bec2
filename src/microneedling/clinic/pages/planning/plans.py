"""Plans: wishes and limits put to the planner as a job, what it found side by side, one plan whole, offered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ....course.rules import RULES
from ....course.safety.condition_rules import CONDITION_RULES
from ....errors import InputError
from ....planner.wishes.person import against
from ...records.models import Client, Plan
from ...records.selectors.banner import whose
from ...records.selectors.consulting import consulting
from ...records.selectors.planning import plans_of
from ...records.selectors.screening import Standing, person_of, standing
from ...records.selectors.treating import devices_in_use
from ...records.services import forecasts
from ...records.services import plans as services
from ...records.services.act import Actor
from ...work.models import Job
from ...work.planning import course_and_goals
from ...work.queue import cancel as cancel_job
from ...work.queue import put_in
from ...work.searches import found_in, inputs_of, last_inputs, plan_in, search, searches_of
from ..asked import WRONG, asked, done, part, see, shown, together
from ..forms import Clinical, choice, text
from . import told
from .moving import controls
from .remembered import as_typed, currency_in
from .wishes import DRAWS, SEED, Wishes, course_tables, goals_tables

DRAFT = "wishes"
LEVEL = {rule.id: rule.level for rule in (*RULES.values(), *CONDITION_RULES.values())}
GOING = (Job.State.WAITING, Job.State.RUNNING)


@asked("GET", "POST")
def plan(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """What stands of a client's plans, and the wishes and limits of a new search."""
    actor.need("clinic_records.add_planversion")
    row, about = whose(actor=actor, client=client)
    today, stands = timezone.localdate(), standing(actor=actor, client=row)
    found, person = consulting(actor=actor, client=row), person_of(row, today)
    known = {"concerns": found["indications"], "devices": devices_in_use(today)}
    earliest = stands.earliest(today) if stands is not None else today
    missing = [] if found["indications"] else [(_("No concern is on record."), "consult")]
    missing += [] if person.phototype else [(_("The phototype is not on record."), "consult")]
    missing += [] if person.age_year is not None else [(_("The date of birth is not on record."), "details")]
    missing += [] if stands is not None else [(_("Nobody has screened this client yet."), "screening")]
    if request.method == "POST":
        form = Wishes(request.POST, **known)
    else:
        before = last_inputs(actor=actor, client=row)
        first = Wishes(**known).first(earliest) | (as_typed(before, found["indications"]) if before else {})
        first["start"] = max(first["start"] or earliest, earliest)
        form = Wishes.begun(actor, DRAFT, row.pk, first, **known)
    if form.is_bound and not missing and stands is not None and not stands.bars:
        job = _asked_for(form, actor, row, stands, person, found["starts"], today)
        if job is not None:
            where = reverse("clinic:search", args=(job.pk,))
            return done(request, actor, where, _("The search has begun."), form=DRAFT, client=row.pk)
    what = {"whose": about, "form": form, "draft": DRAFT, "stands": stands, "missing": missing}
    what |= {"plans": plans_of(actor=actor, client=row), "searches": searches_of(actor=actor, client=row)}
    what |= {"narrows": _narrows(stands), "earliest": earliest, "later": earliest > today}
    return shown(request, "planning/plan", status=WRONG if form.is_bound else 200, **what)


def _asked_for(
    form: Wishes,
    actor: Actor,
    row: Client,
    stands: Standing,
    person: Any,
    starts: Mapping[Any, Any],
    today: date,
) -> Job | None:
    """The search put in; None where anything is wrong.

    All of it is told at once, each beside its field: what is no number or day, what does not go together, what the
    screening forbids, and what the planner finds in the rest.
    """
    earliest = stands.earliest(today)
    form.is_valid()
    if (start := form.cleaned_data.get("start")) and start < earliest:
        words = _("The screening says: not before %(day)s.")
        form.add_error("start", words % {"day": date_format(earliest, "j F Y")})
    form.stand_in(earliest)
    conditions = stands.conditions if stands.whole or stands.conditions else None
    allergic = "anaesthetic allergy" in stands.conditions
    inputs: dict[str, Any] = {"course": course_tables(form, person, conditions, starts)}
    inputs["goals"] = goals_tables(form, _set_aside(stands), allergic)
    inputs |= {"draws": DRAWS, "seed": SEED, "today": today.isoformat(), "screening": str(stands.row.pk)}
    try:
        course, goals = course_and_goals(inputs)
        if mistakes := against(goals, course):
            raise InputError("wishes", mistakes)
        return None if form.errors else put_in(actor=actor, kind="plan", inputs=inputs, client=row.pk)
    except InputError as error:
        form.mistaken(error)
        return None


def _set_aside(stands: Standing) -> list[dict[str, str]]:
    """Rules that the screening settled: delays by its day, stops by the reason that was given."""
    made = date_format(stands.row.happened_at, "j F Y")
    found: dict[str, str] = {}
    for item in stands.said:
        level = LEVEL.get(item.rule, "")
        if level == "delay" and stands.row.not_before is not None:
            words = _("no session before %(day)s: screening of %(made)s")
            found[item.rule] = words % {"day": date_format(stands.row.not_before, "j F Y"), "made": made}
        if level == "stop" and stands.row.override_reason:
            found[item.rule] = f"{stands.row.override_reason} ({made})"
    return [{"rule": rule, "reason": reason} for rule, reason in found.items()]


def _narrows(stands: Standing | None) -> list[str]:
    """What the screening takes from a plan, in words."""
    if stands is None:
        return []
    told = []
    held = stands.conditions
    if "anaesthetic allergy" in held:
        told.append(_("No numbing cream: an allergy to an anaesthetic is on record."))
    if "topical allergy" in held:
        told.append(_("Nothing is put on open channels: an allergy is on record."))
    rules = {item.rule for item in stands.said}
    if rules & {"P01", "C08"}:
        told.append(_("The densest passes are left out: dark marks are likelier on this skin."))
    if stands.unasked or not stands.whole:
        told.append(_("Not everything was asked: what that may say narrows nothing yet."))
    return told


@asked("GET")
def search_page(request: HttpRequest, actor: Actor, job: UUID) -> HttpResponse:
    """A search: how far it is, or the plans it found side by side."""
    row = search(actor=actor, job=job)
    _client, about = whose(actor=actor, client=row.client_id)  # type: ignore[attr-defined]
    what: dict[str, Any] = {"whose": about, "job": row, "going": row.state in GOING}
    if row.state == Job.State.DONE:
        if row.kind == "move":
            (only,) = found_in(row)["plans"]
            return see(request, reverse("clinic:one-plan", args=(row.pk, only["id"])))
        what |= _found(row)
    return shown(request, "planning/search", **what)


def start_of(row: Job) -> date:
    """The day of the first session of what was asked for."""
    goals = inputs_of(row)["goals"]
    made = timezone.localdate(row.made_at)
    return date.fromisoformat(goals["start_date"]) if goals.get("start_date") else made


def _found(row: Job) -> dict[str, Any]:
    found, start = found_in(row), start_of(row)
    total, shared = told.total_for(found["plans"]), told.ranges(found["plans"])
    cards = []
    for place, item in enumerate(found["plans"]):
        card = {"id": item["id"], "name": told.named(item), "design": told.design(item["course"])}
        card["rows"] = told.rows_of(item, total, currency_in(inputs_of(row)["goals"]), start)
        card["treated"] = bool(item["course"].get("session"))
        card["why"], card["regret"] = told.why_words(item), told.regret_words(item, total)
        card["charts"] = told.charts_of(item, f"fan-{place}", shared)
        card["line"] = told.line_of(item, f"visits-{place}") if card["treated"] else ""
        card["broken"] = [one for one in told.limits_told(item) if not one["holds"]]
        cards.append(card)
    table = [
        (label["label"], [(card["name"], card["rows"][place]) for card in cards])
        for place, label in enumerate(cards[0]["rows"])
    ]
    bought = [told.bought_words(one, total, start) for one in found["bought"]]
    return {"found": found, "cards": cards, "table": table, "total": total, "start": start, "bought": bought}


@asked("GET")
def progress(request: HttpRequest, actor: Actor, job: UUID) -> HttpResponse:
    """How far a search is; once it has ended, the page is loaded anew."""
    row = search(actor=actor, job=job)
    if row.state not in GOING:
        return see(request, reverse("clinic:search", args=(row.pk,)))
    return shown(request, "planning/progress", job=row, percent=round(100 * row.progress))


@asked("POST")
def cancel(request: HttpRequest, actor: Actor, job: UUID) -> HttpResponse:
    """A search that is not wanted any more."""
    row = search(actor=actor, job=job)
    cancel_job(actor=actor, job=row.pk)
    where = reverse("clinic:plan", args=(row.client_id,))  # type: ignore[attr-defined]
    return done(request, actor, where, _("The search ends."))


class Offer(Clinical):
    """Under which name a plan is offered, and whether it stands for one that is on record."""

    name = text("", most=120)
    instead = choice("", [])
    names = (("plan", "instead"), ("state", "instead"))

    def __init__(self, *given: Any, plans: Any = (), **more: Any):
        super().__init__(*given, **more)
        self.fields["name"].label = _("Name of the plan")
        self.fields["instead"].label = _("Record it as")
        open_plans = [item for item in plans if item.state in ("draft", "offered", "accepted")]
        self.fields["instead"].choices = [  # type: ignore[attr-defined]
            ("", _("a plan of its own")),
            *((str(item.pk), _("a new version of “%(name)s”") % {"name": item.name}) for item in open_plans),
        ]

    def clean(self) -> dict[str, Any]:
        """A name, unless an old one goes on."""
        found = super().clean() or self.cleaned_data
        if not found.get("name") and not found.get("instead"):
            self.add_error("name", _("Give the plan a name."))
        return found


@asked("GET", "POST")
def one_plan(request: HttpRequest, actor: Actor, job: UUID, plan: str) -> HttpResponse:
    """One plan whole; sent, it goes on record as a version with its forecast, and is offered."""
    row = search(actor=actor, job=job)
    item = plan_in(row, plan)
    client, about = whose(actor=actor, client=row.client_id)  # type: ignore[attr-defined]
    known = plans_of(actor=actor, client=client)
    draft = f"offer {row.pk} {plan}"
    start, total = start_of(row), told.total_for(found_in(row)["plans"])
    title = f"{item['course'].get('title', '').split(':')[0]}: {told.named(item, all_names=False).lower()}"
    if request.method == "POST":
        form = Offer(request.POST, plans=known)
    else:
        form = Offer.begun(actor, draft, client.pk, {"name": title[:120]}, plans=known)
    if form.is_bound and form.is_valid():
        try:
            made = together(actor, lambda: _offered(actor, client, row, item, form.cleaned_data))
        except InputError as error:
            form.mistaken(error)
        else:
            where = reverse("clinic:plan-on-record", args=(made.pk,))
            return done(request, actor, where, _("The plan is offered."), form=draft, client=client.pk)
    what: dict[str, Any] = {"whose": about, "job": row, "item": item, "form": form, "draft": draft}
    what |= {"title": told.named(item), "design": told.design(item["course"]), "total": total, "start": start}
    what["rows"] = told.rows_of(item, total, currency_in(inputs_of(row)["goals"]), start)
    what["treated"] = bool(item["course"].get("session"))
    what["why"] = told.why_words(item)
    what["regret"] = told.regret_words(item, total) if "regret" in item else ""
    what["charts"] = told.charts_of(item, "fan", told.ranges([item]))
    what["line"] = told.line_of(item, "visits") if what["treated"] else ""
    what["calendar"], what["limits"] = told.calendar_of(item, start), told.limits_told(item)
    aside = {one["rule"]: one["reason"] for one in inputs_of(row)["goals"].get("override", ())}
    what["findings"] = [
        one | {"aside": aside.get(one["rule"].split()[0], "")}
        for one in item["findings"]
        if one["level"] != "note"
    ]
    what["controls"] = controls(item["course"], start)
    return shown(request, "planning/one_plan", status=WRONG if form.is_bound else 200, **what)


def _offered(
    actor: Actor, client: Client, row: Job, item: Mapping[str, Any], wanted: Mapping[str, Any]
) -> Plan:
    """The plan on record: a new one or a new version of one, with the forecast that was shown, offered."""
    goals = inputs_of(row)["goals"]
    if wanted["instead"]:
        key = UUID(wanted["instead"])
    else:
        key = services.add_plan(actor=part(actor, "plan"), client=client.pk, name=wanted["name"]).pk
    seed = int(item["answer"]["manifest"]["seed"])
    kept = forecasts.keep_forecast(
        actor=part(actor, "forecast"), client=client.pk, answer=item["answer"], seed=seed
    )
    limits = {name: goals[name] for name in ("limits", "event", "sun", "override") if goals.get(name)}
    wishes = {name: value for name, value in goals.items() if name not in limits}
    services.add_version(
        actor=part(actor, "version"),
        plan=key,
        made="planner",
        course=item["course"],
        goals=wishes | {"search": str(row.pk), "plan": item["id"]},
        limits=limits,
        summary=told.design(item["course"]),
        forecast=kept.pk,
    )
    return services.move_plan(actor=part(actor, "offer"), plan=key, state="offered")
