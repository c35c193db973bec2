"""Sessions: consent first, frozen once signed, addenda beside them, voided ones give back what they took."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from helpers.clinic.people import a_client, a_lot, a_running_plan, a_session, actor
from microneedling.clinic.records.models import LotUse, Numbing, Session, SessionZone
from microneedling.clinic.records.selectors.lots import uses_of
from microneedling.clinic.records.services import consents, events, plans, sessions, signing, stock, uses
from microneedling.clinic.records.services.act import NotAllowed
from microneedling.clinic.records.services.conflict import Conflict
from microneedling.errors import InputError

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(owner):
    return a_session(owner)


@pytest.fixture
def signed(owner, session):
    sessions.log_zone(actor=owner, session=session.pk, zone="cheek", depth="0,5 mm", passes=4)
    sessions.log_numbing(actor=owner, session=session.pk, product="lidocaine 4 %", grams=5, area_cm2=80)
    uses.use_lot(actor=owner, session=session.pk, lot=a_lot(owner).pk)
    return sessions.sign_session(actor=owner, session=session.pk, version=session.version)


def test_a_session_rests_on_consent_to_the_version_of_its_plan(owner):
    client = a_client(owner)
    plan = a_running_plan(owner, client)
    session = sessions.open_session(actor=owner, client=client.pk, plan_version=plan.current.pk)
    assert session.number == 1
    consent = plans.accepted_version(session)
    assert consent is not None
    consents.withdraw_consent(actor=owner, consent=consent.pk)
    with pytest.raises(InputError, match="consent"):
        sessions.open_session(actor=owner, client=client.pk, plan_version=plan.current.pk)


def test_without_consent_it_takes_permission_and_a_reason(owner, practitioner):
    client = a_client(owner)
    with pytest.raises(InputError, match="consent"):
        sessions.open_session(actor=owner, client=client.pk)
    with pytest.raises(NotAllowed):
        sessions.open_session(actor=practitioner, client=client.pk, without_consent_reason="paper form")
    made = sessions.open_session(actor=owner, client=client.pk, without_consent_reason="paper form")
    assert made.without_consent_reason == "paper form"


def test_another_clients_plan_is_refused(owner):
    plan = a_running_plan(owner, a_client(owner))
    with pytest.raises(InputError, match="another client"):
        sessions.open_session(actor=owner, client=a_client(owner).pk, plan_version=plan.current.pk)


def test_depth_is_kept_as_typed_and_as_a_number(owner, session):
    zone = sessions.log_zone(actor=owner, session=session.pk, zone="Cheeks", depth="1,5 mm")
    assert (zone.zone, zone.depth_mm, zone.typed_depth) == ("cheek", 1.5, "1,5 mm")
    with pytest.raises(InputError, match="depth"):
        sessions.log_zone(actor=owner, session=session.pk, zone="chin", depth="15")
    with pytest.raises(InputError, match="already exists"):
        sessions.log_zone(actor=owner, session=session.pk, zone="cheek", depth="1")


def test_over_the_label_it_takes_a_reason(owner):
    client = a_client(owner)
    plan = a_running_plan(owner, client)
    pen = stock.add_device(actor=owner, name="Pen", kind="pen", most_depth_mm=1.5)
    session = sessions.open_session(
        actor=owner, client=client.pk, plan_version=plan.current.pk, device=pen.pk
    )
    with pytest.raises(InputError, match="label"):
        sessions.log_zone(actor=owner, session=session.pk, zone="cheek", depth="2.0")
    made = sessions.log_zone(
        actor=owner, session=session.pk, zone="cheek", depth="2.0", over_label_reason="thick scar"
    )
    assert made.over_label_reason == "thick scar"


def test_a_future_session_is_refused_and_a_late_entry_shows(owner):
    client = a_client(owner)
    plan = a_running_plan(owner, client)
    with pytest.raises(InputError, match="time to come"):
        sessions.open_session(
            actor=owner,
            client=client.pk,
            plan_version=plan.current.pk,
            happened_at=timezone.now() + timedelta(days=1),
        )
    late = timezone.now() - timedelta(hours=30)
    made = sessions.open_session(
        actor=owner,
        client=client.pk,
        plan_version=plan.current.pk,
        happened_at=late,
        time_zone="Europe/London",
    )
    assert (made.happened_at, made.time_zone) == (late, "Europe/London")
    assert made.entered_at > late


def test_two_who_write_one_session(owner, session):
    sessions.change_session(actor=owner, session=session.pk, version=1, changes={"note": "first"})
    with pytest.raises(Conflict) as told:
        sessions.change_session(actor=owner, session=session.pk, version=1, changes={"note": "second"})
    assert (told.value.mine["note"], told.value.theirs["note"]) == ("second", "first")
    with pytest.raises(Conflict):
        sessions.sign_session(actor=owner, session=session.pk, version=1)


FROZEN = {
    "the session": lambda s: Session.objects.filter(pk=s.pk).update(note="other"),
    "its signature": lambda s: Session.objects.filter(pk=s.pk).update(signed_at=None),
    "a zone": lambda s: SessionZone.objects.filter(session=s).update(depth_mm=2),
    "a zone gone": lambda s: SessionZone.objects.filter(session=s).delete(),
    "another zone": lambda s: SessionZone.objects.create(session=s, zone="chin", depth_mm=1),
    "numbing": lambda s: Numbing.objects.filter(session=s).update(grams=1),
    "a lot used": lambda s: LotUse.objects.filter(session=s).update(quantity=2),
    "a lot more": lambda s: LotUse.objects.create(
        session=s, lot=LotUse.objects.get(session=s).lot, quantity=1
    ),
}


@pytest.mark.parametrize("what", FROZEN)
def test_what_is_signed_is_frozen_in_the_database(signed, what):
    with pytest.raises(IntegrityError), transaction.atomic():
        FROZEN[what](signed)
    signed.refresh_from_db()
    assert signing.signature_holds(signed)


def test_a_zone_cannot_be_moved_into_a_signed_session(owner, signed):
    other = a_session(owner)
    zone = sessions.log_zone(actor=owner, session=other.pk, zone="chin", depth="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionZone.objects.filter(pk=zone.pk).update(session=signed)


@pytest.mark.sqlite
def test_a_signed_session_cannot_be_replaced(signed):
    columns = ", ".join(field.column for field in Session._meta.concrete_fields)
    values = columns.replace("note", "'forged'", 1)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO clinic_records_session ({columns}) SELECT {values} FROM clinic_records_session"
        )
    assert signing.signature_holds(Session.objects.get())


def test_services_tell_it_in_words(owner, signed):
    with pytest.raises(InputError, match="addendum"):
        sessions.change_session(actor=owner, session=signed.pk, version=signed.version, changes={"note": "x"})
    with pytest.raises(InputError, match="signed"):
        sessions.log_zone(actor=owner, session=signed.pk, zone="chin", depth="1")
    with pytest.raises(InputError, match="closed"):
        uses.use_lot(actor=owner, session=signed.pk, lot=a_lot(owner).pk)


def test_an_addendum_stands_beside_it(owner, session, signed):
    made = signing.add_addendum(actor=owner, kind="session", record=signed.pk, text="Left cheek bled longer.")
    assert list(signed.addenda.all()) == [made]
    with pytest.raises(IntegrityError), transaction.atomic():
        made.__class__.objects.update(text="It did not.")
    with pytest.raises(InputError, match="not signed"):
        signing.add_addendum(actor=owner, kind="session", record=a_session(owner).pk, text="x")


def test_an_empty_session_is_not_signed(owner, session):
    with pytest.raises(InputError, match="zone"):
        sessions.sign_session(actor=owner, session=session.pk, version=1)


def test_who_may_sign(owner, session):
    sessions.log_zone(actor=owner, session=session.pk, zone="cheek", depth="1")
    with pytest.raises(NotAllowed):
        sessions.sign_session(actor=actor("assistant"), session=session.pk, version=1)


def test_a_voided_session_stays_and_gives_back(owner, session):
    lot = a_lot(owner, quantity=3)
    uses.use_lot(actor=owner, session=session.pk, lot=lot.pk, quantity=Decimal(2))
    sessions.log_zone(actor=owner, session=session.pk, zone="cheek", depth="1")
    sessions.sign_session(actor=owner, session=session.pk, version=1)
    assert stock.in_stock(lot) == 1
    assert [use["voided"] for use in uses_of(actor=owner, lot=lot.pk)] == [False]
    sessions.void_session(actor=owner, session=session.pk, reason="wrong client")
    assert stock.in_stock(lot) == 3
    (use,) = uses_of(actor=owner, lot=lot.pk)
    assert (use["session"], use["client"], use["voided"]) == (session.pk, session.client_id, True)
    session.refresh_from_db()
    assert signing.signature_holds(session)
    with pytest.raises(InputError):
        sessions.void_session(actor=owner, session=session.pk, reason="again")


def test_an_expired_lot_is_refused_or_overridden_with_a_reason(owner, session):
    lot = a_lot(owner, days=-1)
    with pytest.raises(InputError, match="expired"):
        uses.use_lot(actor=owner, session=session.pk, lot=lot.pk)
    with pytest.raises(NotAllowed):
        uses.use_lot(actor=actor("assistant"), session=session.pk, lot=lot.pk, expired_reason="only one left")
    made = uses.use_lot(actor=owner, session=session.pk, lot=lot.pk, expired_reason="only one left")
    assert made.expired_reason == "only one left"
    today = a_lot(owner, days=0)
    assert uses.use_lot(actor=owner, session=session.pk, lot=today.pk).pk


def test_a_month_printed_on_a_lot_is_good_to_its_end(owner):
    lot = a_lot(owner)
    lot.expires_on, lot.expires_precision = date(2028, 2, 1), "month"
    assert uses.last_day(lot) == date(2028, 2, 29)


def test_no_more_than_there_is_and_none_on_hold(owner, session):
    lot = a_lot(owner, quantity=1)
    with pytest.raises(InputError, match="left of this lot"):
        uses.use_lot(actor=owner, session=session.pk, lot=lot.pk, quantity=Decimal(2))
    stock.correct_lot(
        actor=owner, lot=lot.pk, version=1, changes={"hold_reason": "recall"}, reason="maker's letter"
    )
    with pytest.raises(InputError, match="on hold"):
        uses.use_lot(actor=owner, session=session.pk, lot=lot.pk)


def test_a_use_that_did_not_happen(owner, session):
    lot = a_lot(owner, quantity=5)
    use = uses.use_lot(actor=owner, session=session.pk, lot=lot.pk)
    uses.void_use(actor=owner, use=use.pk, reason="dropped, not used")
    assert stock.in_stock(lot) == 5
    with pytest.raises(InputError, match="voided"):
        uses.void_use(actor=owner, use=use.pk, reason="again")
    assert LotUse.objects.filter(pk=use.pk).exists()


def test_a_lot_comes_twice_with_one_expiry(owner):
    lot = a_lot(owner, quantity=5)
    again = {"actor": owner, "product": lot.product_id, "number": "lot 7-A", "quantity": Decimal(5)}
    assert stock.receive_lot(**again, expires_on=lot.expires_on).pk == lot.pk
    assert stock.in_stock(lot) == 10
    with pytest.raises(InputError, match="expires_on"):
        stock.receive_lot(**again, expires_on=date(2040, 1, 1))
    stock.count_lot(actor=owner, lot=lot.pk, counted=Decimal(8), reason="counted")
    stock.discard_lot(actor=owner, lot=lot.pk, quantity=Decimal(3), reason="wet")
    assert stock.in_stock(lot) == 5


def test_an_adverse_event_copies_device_and_lots(owner):
    client = a_client(owner)
    plan = a_running_plan(owner, client)
    pen = stock.add_device(actor=owner, name="Pen", kind="pen", serial="S-1", maker="Maker", udi="(01)1")
    session = sessions.open_session(
        actor=owner, client=client.pk, plan_version=plan.current.pk, device=pen.pk
    )
    lot = a_lot(owner)
    uses.use_lot(actor=owner, session=session.pk, lot=lot.pk)
    event = events.report_event(
        actor=owner,
        client=client.pk,
        session=session.pk,
        kind="infection",
        description="Pustules on the left cheek.",
        onset_on=date.today(),
        severity="moderate",
        zone="cheek",
    )
    assert (event.device_serial, event.device_udi) == ("S-1", "(01)1")
    (part,) = event.lots.all()
    assert (part.lot, part.number, part.expires_on) == (lot, lot.number, lot.expires_on)
    with pytest.raises(InputError, match="serious"):
        events.change_event(actor=owner, event=event.pk, version=1, changes={"serious": True})
    changes = {"outcome": "resolved", "resolved_on": date.today()}
    assert events.change_event(actor=owner, event=event.pk, version=1, changes=changes).version == 2
    events.report_to(actor=owner, event=event.pk, reported_to="the maker", reported_on=date.today())
    events.sign_event(actor=owner, event=event.pk)
    with pytest.raises(InputError, match="addendum"):
        events.change_event(actor=owner, event=event.pk, version=2, changes={"outcome": "ongoing"})
    assert (
        signing.add_addendum(actor=owner, kind="event", record=event.pk, text="A scar is left.").event
        == event
    )


def test_what_is_of_single_use_is_for_one_session(owner, session):
    """A piece is whole, goes on in another zone of its session with quantity 0, and is never used in another."""
    lot = a_lot(owner, quantity=2)
    assert lot.product.single_use
    other = a_session(owner)
    for quantity in ("0.5", "-1", "0"):
        with pytest.raises(InputError, match="single use"):
            uses.use_lot(actor=owner, session=session.pk, lot=lot.pk, quantity=Decimal(quantity))
    first = uses.use_lot(actor=owner, session=session.pk, lot=lot.pk, zone="cheek")
    again = uses.use_lot(actor=owner, session=session.pk, lot=lot.pk, zone="chin", quantity=Decimal(0))
    assert stock.in_stock(lot) == 1
    with pytest.raises(InputError, match="single use is one session"):
        uses.use_lot(actor=owner, session=other.pk, lot=lot.pk, quantity=Decimal(0))
    uses.use_lot(actor=owner, session=other.pk, lot=lot.pk)
    with pytest.raises(InputError, match="at most 0"):
        uses.use_lot(actor=owner, session=other.pk, lot=lot.pk)
    with pytest.raises(InputError, match="another zone"):
        uses.void_use(actor=owner, use=first.pk, reason="slip")
    for use in (again, first):
        uses.void_use(actor=owner, use=use.pk, reason="slip")
    assert stock.in_stock(lot) == 1
    with pytest.raises(InputError, match="single use"):
        uses.use_lot(actor=owner, session=session.pk, lot=lot.pk, quantity=Decimal(0))
    sessions.void_session(actor=owner, session=other.pk, reason="wrong client")
    assert stock.in_stock(lot) == 2
    serum = a_lot(owner, kind="serum")
    uses.use_lot(actor=owner, session=session.pk, lot=serum.pk, quantity=Decimal("0.5"))
    assert stock.in_stock(serum) == Decimal("9.5")
