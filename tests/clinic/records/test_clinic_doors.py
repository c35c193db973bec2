"""Random histories of all that joins, parts, erases, takes out and brings back: whatever the order, nothing is lost."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings as ours
from django.db import models, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from helpers.clinic.emptied import empty_the_store
from helpers.clinic.people import actor
from helpers.clinic.written_at_random import PLACES, Written
from microneedling.clinic.exchange.whole import export_clinic, table_digest
from microneedling.clinic.exchange.whole import ours as all_tables
from microneedling.clinic.exchange.whole_in import fill
from microneedling.clinic.records.models import (
    Client,
    Former,
    Identity,
    Merge,
    Photograph,
    Restriction,
)
from microneedling.clinic.records.owners import counts, owned
from microneedling.clinic.records.selectors.recall import recall
from microneedling.clinic.records.services import stock
from microneedling.clinic.records.services.conflict import as_it_is
from microneedling.clinic.records.services.erasing import erase_again, erase_client, finish_erasures
from microneedling.clinic.records.services.merging import merge_clients
from microneedling.clinic.records.services.restricting import lift_restriction, restrict_client
from microneedling.clinic.records.services.unmerging import undo_merge
from microneedling.clinic.register import of_records
from microneedling.clinic.wholeness import whole
from microneedling.errors import InputError

pytestmark = pytest.mark.django_db
TELLS = ("Merge", "Moved", "MergeUndone", "Entry", "Once")


def everything() -> dict[str, list[dict]]:
    """All rows of all tables, but for what tells of merges and looks."""
    return {
        model.__name__: sorted((as_it_is(row) for row in model.objects.all()), key=lambda row: str(row["id"]))
        for model in all_tables()
        if model.__name__ not in TELLS
    }


class Doors(Written):
    """What joins, parts, rests, erases, takes out and brings back, and what holds whatever came."""

    # what joins, parts, rests and erases

    def pair(self, place, step):
        """Two clients, in use where there are two such and `step` is not 0."""
        there = [key for key in self.words if Client.objects.get(pk=key).state == "active"]
        there = there if step and len(there) > 1 else list(self.words)
        return there[place % len(there)], there[(place + max(step, 1)) % len(there)]

    @rule(place=PLACES, step=st.integers(1, 5))
    def merge_more(self, place, step):
        self.merge(place, step)

    @rule(place=PLACES)
    def undo_more(self, place):
        self.undo(place)

    @rule(place=PLACES, sign=st.booleans())
    def treat_more(self, place, sign):
        self.plan(place)
        self.treat(place, sign, True)

    @rule(place=PLACES, step=st.integers(0, 5))
    def merge(self, place, step):
        one, other = self.pair(place, step)
        kept, gone = Client.objects.get(pk=one), Client.objects.get(pk=other)
        before, all_before = counts([one, other]), everything()
        allowed = kept.state == gone.state == "active" and one != other
        try:
            merge_clients(actor=self.owner, kept=one, gone=other, reason="history")
        except InputError:
            assert not allowed
            assert everything() == all_before
            return
        assert allowed
        after = counts([one])
        apart = ("Identity", *TELLS)
        assert {k: n for k, n in before.items() if not k.endswith(apart)} == {
            k: n for k, n in after.items() if not k.endswith(apart)
        }
        self.found["merged"] += 1

    @rule(place=PLACES, step=st.integers(1, 5))
    def merge_and_undo_at_once(self, place, step):
        one, other = self.pair(place, step)
        kept, gone = Client.objects.get(pk=one), Client.objects.get(pk=other)
        if one == other or kept.state != "active" or gone.state != "active":
            return
        before = everything()
        row = merge_clients(actor=self.owner, kept=one, gone=other, reason="history")
        undo_merge(actor=self.owner, merge=row.pk, reason="history")
        assert everything() == before

    @rule(place=PLACES)
    def undo(self, place):
        rows = list(Merge.objects.filter(undone=None).order_by("entered_at"))
        if not rows:
            return
        row, before, total = (
            rows[place % len(rows)],
            everything(),
            counts(Client.objects.values_list("pk", flat=True)),
        )
        try:
            undo_merge(actor=self.owner, merge=row.pk, reason="history")
        except InputError:
            states = {row.kept.state, row.gone.state}
            self.found["undo refused" if states == {"active", "merged"} else "undo impossible"] += 1
            assert everything() == before
            return
        after = counts(Client.objects.values_list("pk", flat=True))
        assert {k: n for k, n in after.items() if not k.endswith(TELLS)} == {
            k: n for k, n in total.items() if not k.endswith(TELLS)
        }
        self.found["undone"] += 1

    @rule(place=PLACES)
    def rest(self, place):
        key = self.key(place)
        try:
            restrict_client(actor=self.owner, client=key, ground="accuracy")
        except InputError:
            assert not self.active(key)

    @rule(place=PLACES)
    def use_again(self, place):
        rows = list(
            Restriction.objects.filter(lifted_at=None).exclude(ground="erased").order_by("entered_at")
        )
        if rows:
            row = rows[place % len(rows)]
            if row.client.state == "restricted":
                lift_restriction(actor=self.owner, restriction=row.pk, reason="history")

    @precondition(lambda self: sum(self.found[f"erased {stage}"] for stage in ("whole", "part")) < 3)
    @rule(place=PLACES, kept=st.booleans())
    def erase(self, place, kept):
        key = self.key(place)
        usual = ours.RETENTION_YEARS
        ours.RETENTION_YEARS = usual if kept else -1
        try:
            row = erase_client(actor=self.owner, client=key)
        except InputError:
            assert self.client(key).state == "erased" or str(self.client(key).pk) in self.part
            return
        finally:
            ours.RETENTION_YEARS = usual
        finish_erasures(actor=self.owner)
        own = {str(k) for k in of_records()} - self.whole - self.part
        (self.whole if row.stage == "whole" else self.part).update(own | {str(self.client(key).pk)})
        if row.stage == "whole":
            self.whole |= {str(k) for k, entry in of_records().items() if entry["stage"] == "whole"}
            self.part -= self.whole
        self.found[f"erased {row.stage}"] += 1

    # what goes out and comes in

    @precondition(lambda self: len(self.exports) < 2)
    @rule()
    def take_out(self):
        target = Path(self.folder.name) / f"out{len(self.exports)}"
        export_clinic(actor=self.owner, home=ours.HOME, target=target)
        before = {model: table_digest(model) for model in all_tables()}
        with undone_after():
            empty_the_store()
            fill(target, manifest_of(target))
            assert {m.__name__ for m in all_tables() if table_digest(m) != before[m]} == {"Entry"}
            assert whole().faults == ()
        self.exports.append(target)
        self.found["out and in"] += 1

    @precondition(lambda self: self.exports and self.found["brought back"] < 3)
    @rule(place=PLACES)
    def bring_back_an_older_one(self, place):
        source, register = self.exports[place % len(self.exports)], of_records()
        with undone_after():
            empty_the_store()
            fill(source, manifest_of(source))
            there = set(map(str, Client.objects.values_list("pk", flat=True)))
            _, left = erase_again(actor=actor("owner"), register=register)
            finish_erasures(actor=self.owner)
            open_cases = set(Client.objects.filter(number__in=left).values_list("pk", flat=True))
            for key, word in self.words.items():
                if str(key) in self.whole & there and key not in open_cases:
                    assert said_in(word) == set(), "erased, and back again"
                if str(key) in there - self.whole - self.part:
                    assert Client.objects.get(pk=key).state != "erased", "erased with somebody else"
            assert [fault for fault in whole().faults if "cannot be read" not in fault] == []
            self.found["brought back"] += 1
            self.found["brought back, not told apart"] += bool(left)

    # what holds whatever came

    @invariant()
    def nothing_is_torn(self):
        assert whole().faults == ()
        for model, there in owned().items():
            if "client" not in there.direct:
                continue
            for name in there.parents:
                to = model._meta.get_field(name).related_model
                if "client" in owned()[to].direct:
                    torn = model.objects.exclude(**{f"{name}__client": models.F("client")})
                    assert not torn.filter(**{f"{name}__isnull": False}).exists(), (model, name)

    @invariant()
    def a_recall_finds_every_use(self):
        if self.used:
            found = recall(actor=self.owner, text=str(self.lot.pk))
            assert {use.session: use.counts for use in found.uses} == self.used
        assert stock.in_stock(self.lot) == 500 - sum(self.used.values())

    @invariant()
    def who_was_erased_is_nowhere(self):
        for key in self.whole:
            for own, word in self.words.items():
                if str(own) == key:
                    assert said_in(word) == set(), word
        for row in Identity.objects.filter(client__in=self.part):
            assert row.telephone == row.address == ""
            assert not Former.objects.filter(kind="identity", record=row.pk).exists()
        names = set(Photograph.objects.values_list("file", flat=True))
        assert all((ours.HOME.photographs / name).exists() for name in names)

    def teardown(self):
        self.folder.cleanup()


def said_in(word: str) -> set[tuple[str, str]]:
    """Tables and columns in which a word stands."""
    return {
        (model.__name__, field.name)
        for model in all_tables()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and model._default_manager.filter(**{f"{field.name}__icontains": word}).exists()
    }


def manifest_of(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


class undone_after:
    """A block whose writes are undone."""

    def __enter__(self):
        self.mark = transaction.savepoint()

    def __exit__(self, *_):
        transaction.savepoint_rollback(self.mark)


def run(examples: int, steps: int) -> dict[str, int]:
    """So many histories of so many steps; how often what came to pass."""
    told: dict[str, int] = defaultdict(int)

    class OneAtATime(Doors):
        """Each history in a savepoint of its own, undone at its end."""

        def __init__(self):
            self.mark = transaction.savepoint()
            super().__init__()

        def teardown(self):
            super().teardown()
            for name, number in self.found.items():
                told[name] += number
            transaction.savepoint_rollback(self.mark)

    run_state_machine_as_test(
        OneAtATime,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None,
            suppress_health_check=list(HealthCheck), database=None, derandomize=True,
        ),
    )  # fmt: skip
    return dict(told)


def test_a_short_history_of_the_doors(db):
    run(1, 12)


@pytest.mark.slow
def test_random_histories_of_the_doors(db):
    told = run(10, 40)
    assert {"merged", "undone", "erased whole", "erased part", "out and in", "brought back"} <= set(told)
