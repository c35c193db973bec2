"""The consents of a client: what holds, what waits for a decision, what is asked again, how each is taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import InputError
from ...records.models import Consent, Plan
from ...records.selectors.banner import whose
from ...records.selectors.consenting import Asked, consenting, one_offer, sheet_in, sheet_of
from ...records.services import consents as services
from ...records.services import plans
from ...records.services.act import Actor, one
from ...records.signatures import HEIGHT, WIDTH, signature_of
from ..asked import WRONG, asked, done, new_key, part, see, shown, together
from ..mistakes import in_words
from .consent_forms import DecideForm, OfferForm, WithdrawForm
from .differences import differences

BEGINS = (Plan.State.ACCEPTED, Plan.State.RUNNING)


@asked("GET")
def consent(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """What the client agreed to and what not, and the next step of each."""
    return _page(request, actor, client)


def _page(
    request: HttpRequest, actor: Actor, client: UUID, status: int = 200, wrong: Any = None
) -> HttpResponse:
    row, about = whose(actor=actor, client=client)
    found = consenting(actor=actor, client=row)
    cards = [_card(actor, row.pk, item, wrong) for item in found["asked"]]
    return shown(
        request,
        "consenting/consent",
        status=status,
        whose=about,
        cards=cards,
        offers=found["offers"],
        today=timezone.localdate(),
        wait=settings.CONSENT_WAIT_DAYS,
    )


def _card(actor: Actor, client: UUID, item: Asked, wrong: Any) -> dict[str, Any]:
    """What the page shows of one consent, with the form of its next step."""
    plan = item.plan
    name = _draft(item.kind, plan.pk if plan is not None else None)
    card: dict[str, Any] = {"item": item, "draft": name, "plan": plan, "sheet": True, "key": new_key()}
    if plan is not None:
        card["sheet"] = item.state in ("holds", "waits") or sheet_of(plan.current) is not None
        if item.before is not None and item.state == "again":
            old = item.before.offer.plan_version
            card |= {"old": old, "changed": differences(old.course, plan.current.course)}
        card["begins"] = item.state == "holds" and plan.state in (Plan.State.OFFERED, Plan.State.ACCEPTED)
    if item.state not in ("holds", "waits") and actor.may("clinic_records.add_consentoffer"):
        mine = wrong if wrong is not None and wrong[0] == name else None
        form = (
            mine[1] if mine else OfferForm.begun(actor, name, client, auto_id=f"{name}_%s".replace(" ", "_"))
        )
        card["form"] = form.for_kind(item.kind, item.texts)
    if item.state == "holds" and actor.may("clinic_records.add_consentwithdrawal"):
        name = f"withdraw {item.holds.pk}"
        mine = wrong if wrong is not None and wrong[0] == name else None
        card["withdraw"] = mine[1] if mine else WithdrawForm(auto_id=f"withdraw_{item.holds.pk}_%s")
    return card


def _draft(kind: str, plan: UUID | None) -> str:
    return f"ask {kind} {plan}" if plan else f"ask {kind}"


@asked("POST")
def offer(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """Lay words before the client; those for treatment with the plan's version and the forecast of its sheet."""
    row, _about = whose(actor=actor, client=client, noted=False)
    kind, plan = request.POST.get("kind", ""), request.POST.get("plan", "")
    of = one(Plan, plan) if plan else None
    name = _draft(kind, of.pk if of is not None else None)
    texts = next(
        (item.texts for item in consenting(actor=actor, client=row)["asked"] if item.kind == kind), []
    )
    form = OfferForm(request.POST, auto_id=f"{name}_%s".replace(" ", "_")).for_kind(kind, texts)
    if form.is_valid():
        found = form.cleaned_data

        def write() -> Any:
            about: dict[str, Any] = {
                "purpose": found.get("purpose", ""),
                "earliest_on": found.get("earliest_on"),
            }
            if of is not None and of.current is not None:
                sheet = sheet_of(of.current)
                about |= {"plan_version": of.current.pk, "forecast": sheet.pk if sheet else None}
                if of.state == Plan.State.DRAFT and actor.may("clinic_records.change_plan"):
                    plans.move_plan(actor=part(actor, "plan"), plan=of.pk, state=Plan.State.OFFERED)
            return services.offer_consent(
                actor=part(actor, "offer"), client=row.pk, text=UUID(found["words"]), **about
            )

        try:
            made = together(actor, write)
        except InputError as error:
            form.mistaken(error)
        else:
            where = reverse("clinic:consent-offer", args=(made.pk,))
            words = _("Laid before the client. They may take it home.")
            return done(request, actor, where, words, form=name, client=row.pk)
    return _page(request, actor, client, WRONG, (name, form))


@asked("GET", "POST")
def decide(request: HttpRequest, actor: Actor, offer: UUID) -> HttpResponse:
    """What was laid before a client, whole and printable; with the decision, or the form that takes it."""
    row = one_offer(actor=actor, offer=offer)
    client, about = whose(actor=actor, client=row.client.pk, noted=False)
    open_still = not hasattr(row, "consent")
    form, draft = None, f"consent {row.pk}"
    if open_still and actor.may("clinic_records.add_consent"):
        form = (
            DecideForm(request.POST)
            if request.method == "POST"
            else DecideForm.begun(actor, draft, client.pk, {"signed_as": about.name})
        )
    elif request.method == "POST":
        actor.need("clinic_records.add_consent")
    early = row.earliest_on > timezone.localdate()
    if form is not None:
        form.early = early
    if form is not None and form.is_bound and form.is_valid():
        found = form.cleaned_data
        try:
            services.decide_consent(
                actor=actor,
                offer=row.pk,
                decision=found["decision"],
                signature=found["signature"].text,
                signed_as=found["signed_as"] if found["signature"].text else "",
                early_reason=found["early_reason"],
            )
        except InputError as error:
            form.mistaken(error)
        else:
            where = reverse("clinic:consent", args=(client.pk,))
            words = _("Signed and kept.") if found["decision"] == "given" else _("The refusal was kept.")
            return done(request, actor, where, words, form=draft, client=client.pk)
    said = row.consent if not open_still else None  # type: ignore[attr-defined]
    what: dict[str, Any] = {"offer": row, "whose": about, "form": form, "said": said, "draft": draft}
    what |= {"sheet": sheet_in(row.forecast), "today": timezone.localdate(), "wide": WIDTH, "high": HEIGHT}
    what["early"] = early
    what["signature"] = signature_of(said.signature) if said is not None and said.signature else None
    status = WRONG if form is not None and form.is_bound else 200
    return shown(request, "consenting/offer", status=status, **what)


@asked("POST")
def withdraw(request: HttpRequest, actor: Actor, consent: UUID) -> HttpResponse:
    """A consent that the client takes back; what was done under it stays."""
    actor.need("clinic_records.add_consentwithdrawal")
    client = one(Consent, consent).client_id  # type: ignore[attr-defined]
    form = WithdrawForm(request.POST, auto_id=f"withdraw_{consent}_%s")
    if form.is_valid():
        try:
            services.withdraw_consent(actor=actor, consent=consent, reason=form.cleaned_data["reason"])
        except InputError as error:
            form.mistaken(error)
        else:
            where = reverse("clinic:consent", args=(client,))
            return done(request, actor, where, _("Taken back. What was done under it stays on record."))
    return _page(request, actor, client, WRONG, (f"withdraw {consent}", form))


@asked("POST")
def begin(request: HttpRequest, actor: Actor, plan: UUID) -> HttpResponse:
    """A plan that was agreed to begins to run: accepted where it was not yet, then running."""
    row = one(Plan, plan)
    where = reverse("clinic:consent", args=(row.client_id,))
    steps = (Plan.State.RUNNING,) if row.state == Plan.State.ACCEPTED else BEGINS

    def write() -> None:
        for state in steps:
            plans.move_plan(actor=part(actor, state), plan=row.pk, state=state)

    try:
        together(actor, write)
    except InputError as error:
        messages.error(request, " ".join(in_words(item) for item in error.mistakes))
        return see(request, where)
    return done(request, actor, where, _("The plan runs: sessions may begin."))
