"""Indications, screenings, measurements, bookings and drafts."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from helpers.clinic.people import a_client, actor
from microneedling.clinic.records.models import Draft, Measurement, ScreeningAnswer
from microneedling.clinic.records.services import assessments, bookings, events, plans, signing
from microneedling.clinic.records.services.act import NotAllowed
from microneedling.errors import InputError

pytestmark = pytest.mark.django_db
ANSWERS = [{"question": "Are you pregnant?", "answer": "no", "rule": "C03"}]


@pytest.fixture
def client(owner):
    return a_client(owner)


def test_an_indication_in_the_words_of_courses(owner, client):
    made = assessments.add_indication(actor=owner, client=client.pk, concern="fine lines", zone="cheeks")
    assert (made.concern, made.zone) == ("fine lines", "cheek")
    with pytest.raises(InputError, match="did you mean"):
        assessments.add_indication(actor=owner, client=client.pk, concern="fine line", zone="cheek")


def test_a_screening_is_signed_with_its_answers(owner, client):
    made = assessments.add_screening(actor=owner, client=client.pk, outcome="clear", answers=ANSWERS)
    assert signing.signature_holds(made)
    for change in (
        lambda: ScreeningAnswer.objects.update(answer="yes"),
        lambda: ScreeningAnswer.objects.create(screening=made, question="?", answer="!"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"outcome": "delay"}, "not_before"),
        ({"outcome": "stop"}, "reason"),
        ({"outcome": "clear", "answers": []}, "answers"),
        ({"outcome": "clear", "answers": [{"question": "?", "answr": "x"}]}, "answers[1].answr"),
    ],
)
def test_a_screening_says_why(owner, client, said, path):
    with pytest.raises(InputError) as told:
        assessments.add_screening(actor=owner, client=client.pk, **{"answers": ANSWERS, **said})
    assert path in {mistake.path for mistake in told.value.mistakes}


def test_despite_a_stop_only_with_permission(owner, client, practitioner):
    stop = {"client": client.pk, "outcome": "stop", "reason": "isotretinoin", "answers": ANSWERS}
    with pytest.raises(NotAllowed):
        assessments.add_screening(actor=practitioner, **stop, override_reason="stopped years ago")
    made = assessments.add_screening(actor=owner, **stop, override_reason="stopped years ago")
    assert made.override_reason


def test_a_reading_is_kept_as_typed_and_corrected_beside(owner, client):
    first = assessments.add_measurement(
        actor=owner,
        client=client.pk,
        zone="cheek",
        value="2,50",
        scale="Alexiades-Armenakas",
        blinded="yes",
        baseline=True,
    )
    assert (first.typed, first.value, first.rater) == ("2,50", 2.5, owner.user)
    second = assessments.correct_measurement(actor=owner, measurement=first.pk, value="3", reason="misread")
    assert (second.replaces, second.scale, second.baseline) == (first, "alexiades_armenakas", True)
    first.refresh_from_db()
    assert first.value == 2.5
    with pytest.raises(InputError, match="put right already"):
        assessments.correct_measurement(actor=owner, measurement=first.pk, value="4", reason="again")
    with pytest.raises(IntegrityError), transaction.atomic():
        Measurement.objects.update(value=9)


def test_a_scale_or_an_instrument(owner, client):
    for said in ({}, {"scale": "vss", "instrument": "Cutometer"}):
        with pytest.raises(InputError):
            assessments.add_measurement(actor=owner, client=client.pk, zone="cheek", value="2", **said)


@pytest.mark.parametrize(
    ("scale", "value", "more", "allowed"),
    [
        ("lemperle", "6", {}, "0 to 5 in steps of 1 on lemperle"),
        ("lemperle", "2.5", {}, "or a reason in between_steps"),
        ("wsrs", "0", {}, "1 to 5"),
        ("ecca", "52", {}, "steps of 5"),
        ("masi", "10.45", {}, "steps of 0.1"),
        ("vas_100", "5", {"unit": "cm"}, "mm"),
        ("percent_improvement", "101", {"unit": "%"}, "0 to 100"),
        ("lempele", "2", {}, "lemperle | wsrs"),
    ],
)
def test_a_score_lies_on_its_scale(owner, client, scale, value, more, allowed):
    with pytest.raises(InputError) as told:
        assessments.add_measurement(
            actor=owner, client=client.pk, zone="cheek", value=value, scale=scale, **more
        )
    assert len(told.value.mistakes) == 1
    assert allowed in told.value.mistakes[0].allowed
    assert not Measurement.objects.exists()


def test_scores_that_are_right(owner, client):
    for scale, value, more in (
        ("masi", "10,4", {}),
        ("Goodman Baron quantitative", "17", {}),
        ("face_q", "61.5", {}),
        ("posas", "3.33", {"unit": "points"}),
        ("percent_improvement", "12.5", {"unit": "%"}),
        ("lemperle", "2.5", {"between_steps": "mean of two raters"}),
        ("our own of redness", "77", {"own_scale": True}),
    ):
        assessments.add_measurement(
            actor=owner, client=client.pk, zone="cheek", value=value, scale=scale, **more
        )
    kept = Measurement.objects.get(scale="lemperle")
    assert kept.reason == "between two steps: mean of two raters"
    with pytest.raises(InputError, match="0 to 5"):
        assessments.correct_measurement(actor=owner, measurement=kept.pk, value="25", reason="slip")
    with pytest.raises(InputError, match="did you mean"):
        assessments.add_measurement(actor=owner, client=client.pk, zone="cheek", value="1", scale="lemperl")


def test_every_scale_of_the_model_has_its_ends_here():
    from microneedling.clinic.records.scales import known_scales
    from microneedling.observation.scales import SCALES

    assert set(known_scales()) == set(SCALES)


def test_a_note_is_changed_until_it_is_signed(owner, client):
    note = events.add_note(actor=owner, client=client.pk, kind="telephone", text="Red since Monday.")
    note = events.change_note(actor=owner, note=note.pk, version=1, text="Red since Tuesday.")
    signed = events.sign_note(actor=owner, note=note.pk, version=2)
    assert signing.signature_holds(signed)
    with pytest.raises(InputError, match="addendum"):
        events.change_note(actor=owner, note=note.pk, version=2, text="other")


BOOKED = {"purpose": "session 1", "on_day": date(2027, 3, 27), "minutes": 90, "time_zone": "Europe/London"}


def test_a_booking_keeps_its_wall_time_over_the_change_of_clocks(owner, client):
    first = bookings.book(actor=owner, client=client.pk, at_time=time(10, 0), **BOOKED)
    assert first.starts_at == datetime(2027, 3, 27, 10, tzinfo=UTC)
    moved = bookings.move_appointment(
        actor=owner, appointment=first.pk, version=1, on_day=date(2027, 3, 29), at_time=time(10, 0)
    )
    assert moved.at_time == time(10, 0)
    assert moved.starts_at == datetime(2027, 3, 29, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock"), [(date(2027, 3, 28), time(1, 30)), (date(2027, 10, 31), time(1, 30))]
)
def test_a_time_that_is_not_or_comes_twice_is_refused(owner, client, day, clock):
    with pytest.raises(InputError, match=r"clocks skip|comes twice"):
        bookings.book(actor=owner, client=client.pk, at_time=clock, **{**BOOKED, "on_day": day})


def test_a_booking_is_for_a_plan_of_the_client(owner, client):
    other = plans.add_plan(actor=owner, client=a_client(owner).pk, name="of another")
    with pytest.raises(InputError, match="another client"):
        bookings.book(actor=owner, client=client.pk, at_time=time(10, 0), plan=other.pk, **BOOKED)


def test_nobody_is_booked_twice_without_a_reason(owner, client):
    who = {"actor": owner, "client": client.pk, "practitioner": owner.user.pk, **BOOKED}
    first = bookings.book(at_time=time(10, 0), **who)
    with pytest.raises(InputError, match="booked at that time"):
        bookings.book(at_time=time(11, 0), **who)
    bookings.book(at_time=time(11, 30), **who)  # begins as the first ends
    assert bookings.book(at_time=time(11, 0), double_booked_reason="short visit", **who).double_booked_reason
    bookings.settle_appointment(actor=owner, appointment=first.pk, version=1, state="cancelled", reason="ill")
    with pytest.raises(InputError, match="not ended"):
        bookings.settle_appointment(actor=owner, appointment=first.pk, version=2, state="arrived")


def test_a_draft_is_its_writers_alone(owner, client):
    other = actor("practitioner")
    bookings.keep_draft(actor=owner, form="session", body={"note": "half a sen"}, client=client.pk)
    bookings.keep_draft(actor=owner, form="session", body={"note": "half a sentence"}, client=client.pk)
    kept = bookings.find_draft(actor=owner, form="session", client=client.pk)
    assert kept is not None
    assert "half a sentence" in kept.body
    assert bookings.find_draft(actor=other, form="session", client=client.pk) is None
    assert Draft.objects.count() == 1
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert bookings.find_draft(actor=owner, form="session", client=client.pk) is None
    assert bookings.drop_draft(actor=other, form="x") == 1  # what is too old goes, whose ever it was
