"""Bookings as a calendar that other programs read, by the clock on the wall; reminders, which nobody sends."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.clinic.people import a_client, a_running_plan, actor
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.exchange.calendar import calendar_of, escaped, folded
from microneedling.clinic.exchange.reminders import due_sessions, reminders_of
from microneedling.clinic.exchange.tables.sheet import sheet_of
from microneedling.clinic.exchange.zone_rules import changes, rules
from microneedling.clinic.records.models import Client
from microneedling.clinic.records.services import again, bookings, sessions
from microneedling.clinic.records.services.act import NotAllowed
from microneedling.errors import InputError

ZONES = (
    *("Europe/London", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"),
    *("Asia/Kathmandu", "America/Sao_Paulo", "Africa/Cairo", "UTC", "Pacific/Auckland"),
)


def read_back(data: bytes) -> list[dict[str, str]]:
    """The events of a calendar, unfolded and unescaped by hand: no code of ours."""
    text = data.decode("utf-8")
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = re.sub(r"\r\n[ \t]", "", text).split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines:
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line:
            name, value = line.split(":", 1)
            found[-1][name] = re.sub(r"\\(.)", lambda sign: {"n": "\n"}.get(sign[1], sign[1]), value)
    return found


def booked(by, client, day=date(2027, 3, 24), clock=time(9), **more):
    given = {"purpose": "next session", "minutes": 45, "time_zone": "Europe/London"}
    return bookings.book(actor=by, client=client.pk, on_day=day, at_time=clock, **{**given, **more})


@pytest.mark.parametrize("zone", ZONES)
def test_an_independent_reader_finds_the_same_offsets(zone):
    """`dateutil` reads our rules; every six hours of four years its offset is that of the zone itself."""
    text = "\r\n".join(["BEGIN:VCALENDAR", *rules(zone, 2025, 2028), "END:VCALENDAR", ""])
    theirs, ours = tz.tzical(io.StringIO(text)).get(zone), ZoneInfo(zone)
    wall = datetime(2025, 1, 1, 0, 30)
    wrong = []
    while wall < datetime(2029, 1, 1):
        there = tz.datetime_exists(wall, ours) and not tz.datetime_ambiguous(wall, ours)
        if there and wall.replace(tzinfo=theirs).utcoffset() != wall.replace(tzinfo=ours).utcoffset():
            wrong.append(wall)
        wall += timedelta(hours=6)
    assert wrong == []


def test_rules_are_those_of_the_zone():
    said = rules("Europe/Berlin", 2026, 2029)
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU" in said
    assert "DTSTART:20260329T020000" in said  # on the wall before the change
    assert "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU" in rules("America/New_York", 2026, 2029)
    assert changes("UTC", 2026, 2029) == []
    assert any(line.startswith("RDATE:") for line in rules("Africa/Casablanca", 2025, 2028))


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_escaped_folded_and_read_back(text):
    whole = folded(f"SUMMARY:{escaped(text)}")
    assert whole.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in whole.split("\r\n"))
    unfolded = whole[:-2].replace("\r\n ", "")
    assert "\n" not in unfolded
    plain = re.sub(
        r"\\(.)", lambda sign: {"n": "\n"}.get(sign[1], sign[1]), unfolded.removeprefix("SUMMARY:")
    )
    assert plain == text


@pytest.mark.django_db
def test_a_calendar_says_wall_times_numbers_and_what_changed(owner):
    client = a_client(owner, given_name="محمد", family_name="Example")
    first = booked(owner, client, room="1; left")
    moved = bookings.move_appointment(
        actor=owner, appointment=first.pk, version=1, on_day=date(2027, 3, 31), at_time=time(9)
    )
    other = booked(owner, client, day=date(2027, 4, 1), purpose="A, b; \\ c\nd")
    bookings.settle_appointment(actor=owner, appointment=other.pk, version=1, state="cancelled", reason="ill")
    data = calendar_of(actor=owner, first=date(2027, 3, 1), last=date(2027, 4, 30))
    events = {event["UID"]: event for event in read_back(data)}
    assert set(events) == {str(first.pk), str(other.pk)}
    one, two = events[str(first.pk)], events[str(other.pk)]
    assert one["DTSTART;TZID=Europe/London"] == "20270331T090000"
    assert one["DTEND;TZID=Europe/London"] == "20270331T094500"
    assert moved.starts_at == datetime(2027, 3, 31, 8, tzinfo=UTC)
    assert (one["SEQUENCE"], one["STATUS"], one["LOCATION"]) == ("1", "CONFIRMED", "1; left")
    assert (two["SEQUENCE"], two["STATUS"]) == ("1", "CANCELLED")
    assert two["SUMMARY"] == f"A, b; \\ c\nd: No. {client.number}"
    assert "Example" not in data.decode()
    named = calendar_of(actor=owner, first=date(2027, 3, 1), last=date(2027, 4, 30), names=True)
    assert "\u2068محمد Example\u2069 (No. " in read_back(named)[0]["SUMMARY"]
    assert data == calendar_of(actor=owner, first=date(2027, 3, 1), last=date(2027, 4, 30))
    entry = Entry.objects.filter(action="calendar.export").last()
    assert entry is not None
    assert "محمد" not in entry.body


@pytest.mark.django_db
def test_who_may_have_a_calendar(owner):
    days: dict[str, Any] = {"first": date(2027, 3, 1), "last": date(2027, 4, 30)}
    with pytest.raises(NotAllowed):
        calendar_of(actor=actor("researcher"), **days)
    with pytest.raises(InputError, match="--to"):
        calendar_of(actor=owner, first=date(2027, 3, 2), last=date(2027, 3, 1))
    assert read_back(calendar_of(actor=actor("reader"), **days)) == []


@pytest.mark.django_db
def test_an_interval_is_of_calendar_days_across_a_change_of_clocks(owner):
    """28 days after 9 o'clock is 9 o'clock, though 23 hours of one of the days are missing."""
    first = booked(owner, a_client(owner), day=date(2027, 3, 10))
    later = again.book_again(actor=owner, appointment=first.pk, after_days=28)
    assert (later.on_day, later.at_time) == (date(2027, 4, 7), time(9))
    assert later.starts_at - first.starts_at == timedelta(days=28) - timedelta(hours=1)
    early = booked(owner, a_client(owner), day=date(2027, 3, 21), clock=time(1, 30))
    with pytest.raises(InputError, match="clocks skip"):
        again.book_again(actor=owner, appointment=early.pk, after_days=7)
    with pytest.raises(InputError, match="after_days"):
        again.book_again(actor=owner, appointment=first.pk, after_days=0)


def rows_of(data: bytes) -> list[dict[str, str]]:
    sheet = sheet_of(data.decode("utf-8-sig"))
    return [dict(zip(sheet.columns, row.cells, strict=True)) for row in sheet.rows]


@pytest.mark.django_db
def test_reminders_of_bookings(owner):
    client = a_client(owner, given_name="José", telephone="+44 151 1", language="pt")
    booked(owner, client)
    restricted = a_client(owner)
    booked(owner, restricted, clock=time(11))
    Client.objects.filter(pk=restricted.pk).update(state="restricted")
    gone = booked(owner, client, clock=time(14))
    bookings.settle_appointment(actor=owner, appointment=gone.pk, version=1, state="cancelled")
    days: dict[str, Any] = {"first": date(2027, 3, 20), "last": date(2027, 3, 31)}
    data = reminders_of(actor=owner, **days)
    (row,) = rows_of(data)
    assert (row["day"], row["time"], row["telephone"]) == ("2027-03-24", "09:00", "+44 151 1")
    assert row["text"].startswith(
        f"Dear {row['name']}, we expect you on Wednesday 24 March 2027 at 09:00 (next session)"
    )
    assert ",'+44 151 1," in data.decode("utf-8-sig")
    (own,) = rows_of(reminders_of(actor=owner, booked="=HYPERLINK({time}) {clinic}", **days))
    assert own["text"].startswith("=HYPERLINK(09:00)")
    with pytest.raises(InputError, match='did you mean "name"'):
        reminders_of(actor=owner, booked="Dear {nam}", **days)
    with pytest.raises(InputError) as refused:
        reminders_of(actor=owner, booked="Dear {name.__class__} {day!r} {", due="} {}", **days)
    found = [item.found for item in refused.value.mistakes]
    assert found == ["{name.__class__}", "{day!r}", "{", "}", "{}"]


@pytest.mark.django_db
def test_reminders_of_sessions_that_are_due(owner):
    client = a_client(owner)
    plan = a_running_plan(owner, client)
    assert plan.current is not None
    began = datetime(2026, 10, 12, 9, tzinfo=UTC)
    session = sessions.open_session(
        actor=owner,
        client=client.pk,
        plan_version=plan.current.pk,
        happened_at=began,
        time_zone="Europe/London",
    )
    days: dict[str, Any] = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}
    assert [(who.pk, day) for who, day in due_sessions(**days)] == [(client.pk, date(2026, 11, 9))]
    (row,) = rows_of(reminders_of(actor=owner, **days))
    assert (row["kind"], row["day"], row["time"]) == ("due", "2026-11-09", "")
    assert "Monday 9 November 2026" in row["text"]
    booked(owner, client, day=date.today() + timedelta(days=3))
    assert due_sessions(**days) == []
    sessions.void_session(actor=owner, session=session.pk, reason="did not take place")
    assert due_sessions(**days) == []
