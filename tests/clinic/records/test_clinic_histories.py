"""Random histories: in whatever order, stock is the sum of its moves, what is signed stays, the chain holds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from helpers.clinic.people import a_client, a_lot, actor, consented
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.records.models import Client, Former, Session
from microneedling.clinic.records.services import clients, consents, sessions, signing, stock, uses
from microneedling.clinic.records.services.conflict import Conflict
from microneedling.clinic.wholeness import whole
from microneedling.errors import InputError

pytestmark = pytest.mark.django_db
TEXT = st.text(max_size=20)
ZONES = st.sampled_from(("cheek", "chin", "forehead", "neck"))


class History(RuleBasedStateMachine):
    """A clinic where anything may come next, beside a plain book of what should then be there."""

    people = Bundle("people")
    open_sessions = Bundle("open_sessions")
    signed_sessions = Bundle("signed_sessions")
    lots = Bundle("lots")
    agreed = Bundle("agreed")

    def __init__(self):
        super().__init__()
        self.owner = actor("owner")
        self.stock: dict[object, Decimal] = {}
        self.words: dict[object, tuple[int, str]] = {}
        self.digests: dict[object, str] = {}
        self.uses: dict[object, list[tuple[object, Decimal]]] = {}
        self.voided: set[object] = set()

    @rule(target=people)
    def add(self):
        client = a_client(self.owner)
        self.words[client.pk] = (1, "")
        return client.pk

    @rule(person=people, text=TEXT, late=st.integers(0, 2))
    def change(self, person, text, late):
        version, before = self.words[person]
        change = {"actor": self.owner, "client": person, "changes": {"own_words": text}}
        if 0 < late < version:
            with pytest.raises(Conflict) as told:
                clients.change_client(version=version - late, **change)
            assert (told.value.mine["own_words"], told.value.theirs["own_words"]) == (text, before)
            return
        clients.change_client(version=version, **change)
        self.words[person] = (version + (text != before), text)

    @rule(target=lots, quantity=st.integers(1, 4))
    def receive(self, quantity):
        lot = a_lot(self.owner, quantity=quantity)
        self.stock[lot.pk] = Decimal(quantity)
        return lot.pk

    @rule(target=open_sessions, person=people)
    def begin(self, person):
        made = sessions.open_session(actor=self.owner, client=person, without_consent_reason="history")
        self.uses[made.pk] = []
        return made.pk

    @rule(session=open_sessions, zone=ZONES, depth=st.sampled_from(("0,5", "1.5 mm", "9")))
    def needle(self, session, zone, depth):
        there = Session.objects.get(pk=session)
        closed = there.signed_at is not None or session in self.voided
        again = there.zones.filter(zone=zone).exists()
        try:
            sessions.log_zone(actor=self.owner, session=session, zone=zone, depth=depth)
        except InputError:
            assert closed or again or depth == "9"
        else:
            assert not closed and not again and depth != "9"  # noqa: PT018

    @rule(session=open_sessions, lot=lots, quantity=st.integers(1, 3))
    def take(self, session, lot, quantity):
        closed = Session.objects.get(pk=session).signed_at is not None or session in self.voided
        try:
            uses.use_lot(actor=self.owner, session=session, lot=lot, quantity=Decimal(quantity))
        except InputError:
            assert closed or quantity > self.stock[lot]
        else:
            assert not closed
            self.stock[lot] -= quantity
            self.uses[session].append((lot, Decimal(quantity)))

    @rule(target=signed_sessions, session=consumes(open_sessions))
    def sign(self, session):
        there = Session.objects.get(pk=session)
        try:
            self.digests[session] = sessions.sign_session(
                actor=self.owner, session=session, version=there.version
            ).signed_digest
        except InputError:
            assert not there.zones.exists() or there.signed_at is not None or session in self.voided
        return session

    @rule(session=signed_sessions, text=st.text(min_size=1, max_size=10).filter(str.strip))
    def add_to(self, session, text):
        try:
            signing.add_addendum(actor=self.owner, kind="session", record=session, text=text)
        except InputError:
            assert session not in self.digests

    @rule(session=signed_sessions)
    def void(self, session):
        try:
            sessions.void_session(actor=self.owner, session=session, reason="history")
        except InputError:
            assert session in self.voided
            return
        self.voided.add(session)
        for lot, quantity in self.uses[session]:
            self.stock[lot] += quantity

    @rule(target=agreed, person=people)
    def agree(self, person):
        return consented(self.owner, Client.objects.get(pk=person)).pk

    @rule(consent=consumes(agreed))
    def withdraw(self, consent):
        consents.withdraw_consent(actor=self.owner, consent=consent)

    @invariant()
    def stock_is_what_the_book_says(self):
        for lot, left in self.stock.items():
            assert stock.in_stock(stock.Lot.objects.get(pk=lot)) == left

    @invariant()
    def nothing_is_lost_or_changed(self):
        for person, (version, text) in self.words.items():
            client = Client.objects.get(pk=person)
            assert (client.version, client.own_words) == (version, text)
            assert Former.objects.filter(record=person).count() == version - 1
        for session, digest in self.digests.items():
            assert signing.content_digest(Session.objects.get(pk=session)) == digest

    def teardown(self):
        assert whole().faults == ()
        numbers = list(Entry.objects.order_by("sequence").values_list("sequence", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.slow
def test_random_histories(db):
    from django.db import transaction

    class OneAtATime(History):
        """Each history in a savepoint of its own, undone at its end."""

        def __init__(self):
            self.mark = transaction.savepoint()
            super().__init__()

        def teardown(self):
            try:
                super().teardown()
            finally:
                transaction.savepoint_rollback(self.mark)

    run_state_machine_as_test(
        OneAtATime,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            derandomize=True,
        ),
    )
