"""Records written at random, in whatever order: the half of a history that others join, part, erase and take out."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from helpers.clinic.full_client import photographed
from helpers.clinic.people import a_client, a_lot, a_running_plan, actor, consented
from microneedling.clinic.records.models import Client, Identity, Session
from microneedling.clinic.records.selectors.clients import led_to
from microneedling.clinic.records.services import (
    assessments,
    bookings,
    clients,
    events,
    photographs,
    sessions,
    signing,
    uses,
)
from microneedling.clinic.records.services.restricting import withdraw_kind
from microneedling.errors import InputError

PLACES = st.integers(0, 9)


class Written(RuleBasedStateMachine):
    """A clinic where anything may be written next, beside a plain book of what should then be there."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="doors-")
        self.owner = actor("owner")
        self.lot = a_lot(self.owner, quantity=500)
        self.words: dict[object, str] = {}
        self.used: dict[object, bool] = {}  # session -> whether it counts
        self.exports: list[Path] = []
        self.whole: set[str] = set()
        self.part: set[str] = set()
        self.found = defaultdict(int)

    def client(self, key) -> Client:
        return led_to(Client.objects.get(pk=key))

    def active(self, key) -> bool:
        return self.client(key).state == "active"

    # what is written

    @initialize()
    def some_are_there(self):
        for _ in range(5):
            self.add()

    def key(self, place):
        return list(self.words)[place % len(self.words)]

    @precondition(lambda self: len(self.words) < 8)
    @rule()
    def add(self):
        word = f"Zq{len(self.words)}qz"
        client = a_client(
            self.owner, family_name=word, telephone=f"020 7946 {len(self.words):04}", address=f"{word} Road"
        )
        self.words[client.pk] = word

    @rule(place=PLACES)
    def note(self, place):
        key = self.key(place)
        try:
            row = events.add_note(actor=self.owner, client=key, kind="other", text=f"on {self.words[key]}")
            events.sign_note(actor=self.owner, note=row.pk, version=1)
            signing.add_addendum(actor=self.owner, kind="note", record=row.pk, text="more")
        except InputError:
            assert Client.objects.get(pk=key).state != "active"

    @rule(place=PLACES, sign=st.booleans(), planned=st.booleans())
    def treat(self, place, sign, planned):
        key = self.key(place)
        if not self.active(key):
            return
        whose = self.client(key)
        plan = whose.plans.filter(state="running").first() if planned else None  # type: ignore[attr-defined]
        version = plan.current_id if plan else None
        row = sessions.open_session(
            actor=self.owner, client=whose.pk, plan_version=version, without_consent_reason="history"
        )
        sessions.log_zone(actor=self.owner, session=row.pk, zone="cheek", depth="0.5")
        uses.use_lot(actor=self.owner, session=row.pk, lot=self.lot.pk, zone="cheek", quantity=Decimal(1))
        if sign:
            sessions.sign_session(actor=self.owner, session=row.pk, version=1)
        self.used[row.pk] = True

    @rule(place=PLACES)
    def plan(self, place):
        key = self.key(place)
        if self.active(key) and not self.client(key).plans.exists():  # type: ignore[attr-defined]
            a_running_plan(self.owner, self.client(key))

    @rule(place=PLACES)
    def void(self, place):
        there = [key for key, counts_ in self.used.items() if counts_]
        if not there:
            return
        key = there[place % len(there)]
        try:
            sessions.void_session(actor=self.owner, session=key, reason="history")
        except InputError:
            assert Session.objects.get(pk=key).client.state == "erased"
        else:
            self.used[key] = False

    @rule(place=PLACES, hide=st.booleans())
    def picture(self, place, hide):
        key = self.key(place)
        if not self.active(key):
            return
        consented(self.owner, self.client(key))
        try:
            row = photographed(self.owner, self.client(key))
        except InputError:  # taken back later than this consent, which is of yesterday
            return
        if hide:
            photographs.hide_photograph(actor=self.owner, photograph=row.pk, reason="blurred")

    @rule(place=PLACES, kind=st.sampled_from(("photography", "treatment")))
    def withdraw(self, place, kind):
        key = self.key(place)
        try:
            withdraw_kind(actor=self.owner, client=key, kind=kind)
        except InputError:
            return

    @rule(place=PLACES)
    def measure_and_put_right(self, place):
        key = self.key(place)
        if not self.active(key):
            return
        whose = self.client(key).pk
        zone = assessments.add_indication(actor=self.owner, client=whose, concern="texture", zone="chin")
        row = assessments.add_measurement(
            actor=self.owner,
            client=whose,
            zone="chin",
            value="3",
            instrument="ruler",
            unit="mm",
            indication=zone.pk,
        )
        assessments.correct_measurement(actor=self.owner, measurement=row.pk, value="2", reason="misread")

    @rule(place=PLACES)
    def put_right(self, place):
        key = self.key(place)
        whose = self.client(key)
        identity = Identity.objects.filter(client=whose).first()
        if identity is None:
            return
        change = {"telephone": f"020 7946 {identity.version:04}"}
        try:
            clients.change_identity(
                actor=self.owner, client=whose.pk, version=identity.version, changes=change
            )
        except InputError:
            assert whose.state == "erased" or str(whose.pk) in self.part

    @rule(place=PLACES, form=st.sampled_from(("note", "session")))
    def draft(self, place, form):
        key = self.key(place)
        if self.active(key):
            bookings.keep_draft(
                actor=self.owner, client=key, form=form, body={"text": f"half of {self.words[key]}"}
            )
