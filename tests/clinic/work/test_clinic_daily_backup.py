"""Backups that make themselves: when one is due, what is kept of them, and what a failure says."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from helpers.clinic.pages import browser_of
from helpers.clinic.sent import page_of
from helpers.clinic.worked import worked
from microneedling.clinic.audit.record import tail
from microneedling.clinic.exchange.backup import Written
from microneedling.clinic.home import Home
from microneedling.clinic.work import daily, handing_out, worker
from microneedling.clinic.work.models import Job
from microneedling.errors import CannotWrite

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)


def lay(home: Home, name: str, ago: timedelta, now: datetime = NOW) -> None:
    """A backup of that age."""
    home.backups.mkdir(parents=True, exist_ok=True)
    path = home.backups / f"{name}.clinicbackup"
    path.write_bytes(b"sealed")
    os.utime(path, ((now - ago).timestamp(),) * 2)


def names(home: Home) -> list[str]:
    return [path.name.removesuffix(".clinicbackup") for path in home.made_backups()]


@pytest.fixture
def place(tmp_path):
    home = Home(tmp_path / "home")
    home.make()
    home.recipient.write_text("age1", encoding="ascii")
    return home


@pytest.fixture
def home(monkeypatch):
    """The clinic's own, with a key and no backup; backups of what tests hold in memory are a few bytes."""
    settings.HOME.make()
    settings.HOME.recipient.write_text("age1", encoding="ascii")

    def written(home, target, force=False):
        target.write_bytes(b"sealed")
        return Written(target, 1, 6, *tail())

    monkeypatch.setattr(handing_out, "back_up", written)
    yield settings.HOME
    for path in (settings.HOME.recipient, *settings.HOME.backups.glob("*")):
        path.unlink(missing_ok=True)


def test_one_is_due_by_the_age_of_the_newest_of_any_kind(place):
    assert daily.is_due(place, 1, NOW)  # there is none yet
    lay(place, "clinic-by-hand", timedelta(hours=25))
    assert daily.is_due(place, 1, NOW)
    assert not daily.is_due(place, 2, NOW)
    assert not daily.is_due(place, 0, NOW)  # never
    lay(place, "clinic-x-daily", timedelta(hours=23))
    assert not daily.is_due(place, 1, NOW)
    place.recipient.unlink()
    assert not daily.is_due(place, 30, NOW + timedelta(days=90))  # no key, no backup


def test_of_those_that_made_themselves_the_newest_stay_and_all_made_by_hand(place):
    for day in range(5):
        lay(place, f"clinic-{day}-daily", timedelta(days=day))
        lay(place, f"clinic-{day}", timedelta(days=day, hours=1))
    assert daily.thin_out(place, 2) == [f"clinic-{day}-daily.clinicbackup" for day in (2, 3, 4)]
    assert sorted(names(place)) == sorted(
        ["clinic-0-daily", "clinic-1-daily", *(f"clinic-{n}" for n in range(5))]
    )
    daily.thin_out(place, 0)
    assert "clinic-0-daily" in names(place)  # the last one is never taken


def test_the_worker_puts_it_in_and_makes_it_once_a_day(owner, home, monkeypatch):
    monkeypatch.setattr(worker, "LOOK_S", 0.0)
    monkeypatch.setattr(worker.time, "sleep", lambda s: None)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    lay(home, "clinic-old-daily", timedelta(days=30), timezone.now())
    turns = iter([True] * 6 + [False])
    worker.work("one", lambda: next(turns))
    (job,) = Job.objects.all()
    assert (job.kind, job.state, job.user) == ("backup", "done", None)
    newest, oldest = names(home)
    assert newest.endswith("-daily")
    assert oldest == "clinic-old-daily"
    page = page_of(browser_of(owner), "/office/backup/")
    assert "One makes itself every day while the clinic runs; of these the newest 14 are kept." in page
    assert "by itself" in page_of(browser_of(owner), "/office/audit/?action=job.")


def test_one_that_fails_is_tried_again_later_and_said_on_the_page(owner, home, monkeypatch):
    def full(*given, **more):
        raise CannotWrite("no backup was written: no space left on the disc")

    with monkeypatch.context() as during:
        during.setattr(handing_out, "back_up", full)
        assert daily.see_to_backup() is not None
        assert worked().state == "failed"
    assert daily.see_to_backup() is None  # it was tried just now
    page = page_of(browser_of(owner), "/office/backup/")
    assert "The backup that makes itself failed" in page
    assert "no space left on the disc" in page
    Job.objects.update(made_at=timezone.now() - timedelta(hours=2))
    assert daily.see_to_backup() is not None
    assert worked().state == "done"
    assert "failed" not in page_of(browser_of(owner), "/office/backup/")
