"""Plans and consents: versions stand, states follow one another, consent is to a version and can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from helpers.clinic.people import COURSE, a_client, a_running_plan, a_text, consented
from microneedling.clinic.records.models import Consent, ConsentText, PlanVersion
from microneedling.clinic.records.selectors.consents import valid_consent
from microneedling.clinic.records.services import consents, forecasts, plans
from microneedling.errors import InputError

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(owner):
    return a_client(owner)


@pytest.fixture
def plan(owner, client):
    made = plans.add_plan(actor=owner, client=client.pk, name="Fine lines")
    plans.add_version(actor=owner, plan=made.pk, made="hand", course=COURSE)
    made.refresh_from_db()
    return made


def deeper(mm: float) -> dict:
    return {**COURSE, "session": [{**session, "depth_mm": mm} for session in COURSE["session"]]}


def test_a_wrong_course_is_refused_with_all_its_mistakes(owner, plan):
    wrong = {**COURSE, "person": {**COURSE["person"], "age_year": 400, "phototype": "IX"}}
    with pytest.raises(InputError) as told:
        plans.add_version(actor=owner, plan=plan.pk, made="hand", course=wrong)
    assert len(told.value.mistakes) == 2
    assert plan.versions.count() == 1


def test_the_way_of_a_plan(owner, client):
    plan = a_running_plan(owner, client)
    plans.move_plan(actor=owner, plan=plan.pk, state="finished")
    assert [step.after for step in plan.steps.order_by("entered_at")] == [
        "offered",
        "accepted",
        "running",
        "finished",
    ]
    with pytest.raises(InputError, match="ended"):
        plans.move_plan(actor=owner, plan=plan.pk, state="running")
    with pytest.raises(InputError, match="ended"):
        plans.add_version(actor=owner, plan=plan.pk, made="hand", course=COURSE)


def test_no_step_is_left_out(owner, plan):
    for state in ("accepted", "running", "finished", "nonsense"):
        with pytest.raises(InputError, match="after draft"):
            plans.move_plan(actor=owner, plan=plan.pk, state=state)
    with pytest.raises(InputError, match="reason"):
        plans.move_plan(actor=owner, plan=plan.pk, state="stopped")
    assert plans.move_plan(actor=owner, plan=plan.pk, state="stopped", reason="moved away").stopped_reason


def test_accepting_needs_consent_to_that_very_version(owner, client, plan):
    first = plan.current
    plans.move_plan(actor=owner, plan=plan.pk, state="offered")
    consented(owner, client, "treatment", plan_version=first.pk)
    plans.add_version(actor=owner, plan=plan.pk, made="hand", course=deeper(1.0))
    plan.refresh_from_db()
    assert plan.state == "draft"  # a new version is offered anew
    plans.move_plan(actor=owner, plan=plan.pk, state="offered")
    with pytest.raises(InputError, match="version that stands"):
        plans.move_plan(actor=owner, plan=plan.pk, state="accepted")
    consented(owner, client, "treatment", plan_version=plan.current.pk)
    assert plans.move_plan(actor=owner, plan=plan.pk, state="accepted").state == "accepted"
    assert first.course == PlanVersion.objects.get(number=1).course


def test_versions_texts_and_consents_are_frozen(owner, client, plan):
    consented(owner, client, "treatment", plan_version=plan.current.pk)
    for model, change in (
        (PlanVersion, {"course": "{}"}),
        (ConsentText, {"body": "other"}),
        (Consent, {"decision": "refused"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all()._raw_delete(model.objects.db)


def test_a_withdrawn_consent_holds_no_longer(owner, client):
    consent = consented(owner, client)
    assert valid_consent(client, "photography") == consent
    assert valid_consent(client, "publication") is None
    consents.withdraw_consent(actor=owner, consent=consent.pk, reason="no more pictures")
    assert valid_consent(client, "photography") is None
    with pytest.raises(InputError):
        consents.withdraw_consent(actor=owner, consent=consent.pk)


def test_time_to_think(owner, client, plan):
    offer = consents.offer_consent(
        actor=owner, client=client.pk, text=a_text(owner).pk, plan_version=plan.current.pk
    )
    assert offer.earliest_on == timezone.now().date() + timedelta(days=1)
    given = {
        "actor": owner,
        "offer": offer.pk,
        "decision": "given",
        "signature": "x",
        "signed_as": "A. Example",
    }
    with pytest.raises(InputError, match="too early"):
        consents.decide_consent(**given)
    assert consents.decide_consent(**given, early_reason="lives abroad, asked for it").early_reason
    with pytest.raises(InputError, match="new offer"):
        consents.decide_consent(**given, early_reason="twice")


@pytest.mark.parametrize(("kind", "path"), [("treatment", "plan_version"), ("publication", "purpose")])
def test_an_offer_names_what_it_is_about(owner, client, kind, path):
    with pytest.raises(InputError) as told:
        consents.offer_consent(actor=owner, client=client.pk, text=a_text(owner, kind).pk)
    assert told.value.mistakes[0].path == path


def test_consent_without_a_signature_is_none(owner, client):
    offer = consents.offer_consent(actor=owner, client=client.pk, text=a_text(owner, "photography").pk)
    with pytest.raises(InputError, match="signature"):
        consents.decide_consent(actor=owner, offer=offer.pk, decision="given")
    assert consents.decide_consent(actor=owner, offer=offer.pk, decision="refused").signature == ""


def test_the_forecast_shown_is_kept_whole(owner, client):
    answer = {
        "course": COURSE,
        "model_number": 5,
        "manifest": {"draws": 24},
        "chances": [{"median": 0.1 + 0.2}],
    }
    kept = forecasts.keep_forecast(actor=owner, client=client.pk, answer=answer, seed=1)
    kept.refresh_from_db()
    assert forecasts.forecast_holds(kept)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(kept).objects.update(quantiles="{}")
    plan = plans.add_plan(actor=owner, client=client.pk, name="x")
    version = plans.add_version(actor=owner, plan=plan.pk, made="planner", course=COURSE, forecast=kept.pk)
    offer = consents.offer_consent(
        actor=owner, client=client.pk, text=a_text(owner).pk, plan_version=version.pk
    )
    assert (offer.forecast, offer.forecast_sha256) == (kept, kept.sha256)
    other = plans.add_plan(actor=owner, client=a_client(owner).pk, name="y")
    with pytest.raises(InputError, match="another client"):
        plans.add_version(actor=owner, plan=other.pk, made="hand", course=COURSE, forecast=kept.pk)
