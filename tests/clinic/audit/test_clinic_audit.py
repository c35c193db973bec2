"""The chain tells of every change; the triggers refuse it, by whatever way it comes."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from microneedling.clinic.audit.guard import guards
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.audit.record import canonical, digest_of, record, tail
from microneedling.clinic.audit.triggers import checked, install, missing, remove
from microneedling.clinic.audit.verify import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries():
    for number in range(5):
        record("user:1", "client.add", f"client:{number}", detail={"size": number / 7, "name": "Ł"})
    return list(Entry.objects.all())


def test_an_untouched_chain_holds(entries):
    verdict = verify()
    assert verdict.holds
    assert verdict.entries == 5
    assert (verdict.entries, verdict.last_digest) == tail()


def test_whose_record_it_is_is_told_by_number_never_by_name():
    with pytest.raises(ValueError, match="badly formed"):
        record("user:1", "export.fetch", "job:1", "Ada Example, born 1980")
    assert not Entry.objects.exists()


def test_an_empty_chain_holds():
    assert verify().holds
    assert tail() == (0, "0" * 64)


def test_the_digest_is_of_the_very_text(entries):
    entry = Entry.objects.get(sequence=3)
    assert entry.digest == digest_of(entry.body)
    assert canonical(json.loads(entry.body)) == entry.body


@pytest.mark.django_db(transaction=True)
def test_an_entry_needs_a_transaction(server):
    with pytest.raises(RuntimeError, match="transaction"):
        record("user:1", "client.add", "client:1")


REFUSED = {
    "update": "UPDATE clinic_audit_entry SET who = 'somebody else' WHERE sequence = 3",
    "update of all": "UPDATE clinic_audit_entry SET action = action",
    "delete": "DELETE FROM clinic_audit_entry WHERE sequence = 5",
}
REPLACES = {
    "by number": "INSERT OR REPLACE INTO clinic_audit_entry SELECT sequence, 'x', 'y', at, who, action, subject, client"
    " FROM clinic_audit_entry WHERE sequence = 3",
    "by digest": "INSERT OR REPLACE INTO clinic_audit_entry SELECT 99, body, digest, at, who, action, subject, client"
    " FROM clinic_audit_entry WHERE sequence = 3",
}


@pytest.mark.parametrize("way", REFUSED)
def test_the_database_refuses_a_change(entries, way):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REFUSED[way])
    assert verify().entries == 5


@pytest.mark.sqlite
@pytest.mark.parametrize("way", REPLACES)
def test_sqlite_refuses_a_replacement(entries, way):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REPLACES[way])
    assert verify().holds
    assert verify().entries == 5


@pytest.mark.postgres
def test_postgresql_refuses_to_empty_the_table(entries):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE clinic_audit_entry")
    assert verify().entries == 5


TAMPERED = {
    "text": (
        "UPDATE clinic_audit_entry SET body = body || ' ' WHERE sequence = 3",
        "entry 3: its text was changed",
    ),
    "column": ("UPDATE clinic_audit_entry SET who = 'x' WHERE sequence = 2", "entry 2: columns differ"),
    "gap": ("DELETE FROM clinic_audit_entry WHERE sequence = 2", "entry 3: stands where 2 is expected"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_the_chain_tells_of_what_was_done_without_the_triggers(entries, what):
    statement, told = TAMPERED[what]
    remove()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    install()
    assert any(fault.startswith(told) for fault in verify().faults)


def test_an_entry_made_up_afresh_breaks_what_follows(entries):
    entry = Entry.objects.get(sequence=2)
    body = canonical({**json.loads(entry.body), "who": "user:9"})
    remove()
    Entry.objects.filter(sequence=2).update(body=body, digest=digest_of(body), who="user:9")
    install()
    assert verify().faults == ("entry 3: does not follow the entry before it",)


def test_a_tail_cut_off_shows_only_beside_what_was_noted(entries):
    noted = tail()
    remove()
    Entry.objects.filter(sequence=5).delete()
    install()
    assert verify().holds
    assert verify(noted).faults == ("entry 5, noted earlier, is missing: the end was cut off",)


def test_a_missing_trigger_is_found_and_put_back():
    assert missing() == []
    guard = guards()[0]
    remove()
    gone = missing()
    assert len(gone) > 30
    assert any(guard.table in name for name in gone)
    (error,) = checked(databases=["default"])
    assert error.id == "clinic.E001"
    install()
    assert missing() == []
    assert checked(databases=["default"]) == []


@pytest.mark.sqlite
def test_a_trigger_that_says_less_is_found():
    (name, *_) = [name for name in _sqlite_triggers() if "entry_update" in name]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON clinic_audit_entry BEGIN SELECT 1; END")
    assert missing() == [name]
    install()
    assert missing() == []


def _sqlite_triggers() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_a_flush_puts_the_triggers_back(server):
    remove()
    call_command("flush", interactive=False, verbosity=0)
    assert missing() == []


def test_no_model_differs_from_its_migrations(settings):
    settings.MIGRATION_MODULES = {}
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
