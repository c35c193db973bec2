"""From a promise to the audit: what the clinic's records forecast, what they learn, and the table they write of it."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from helpers.clinic.clock import clock_at
from helpers.clinic.people import a_client, a_running_plan
from microneedling import audit, load_records
from microneedling.clinic.records.models import Client, Forecast, TrackedForecast
from microneedling.clinic.records.selectors.audit_table import ALL, audit_table
from microneedling.clinic.records.selectors.tracked import tracked_of
from microneedling.clinic.records.services import assessments, sessions
from microneedling.clinic.records.services.tracked import tracked_holds
from microneedling.clinic.wholeness import whole
from microneedling.clinic.work import worker
from microneedling.clinic.work.models import Job
from microneedling.clinic.work.queue import claim, put_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BEGAN = (timezone.now() - timedelta(days=300)).replace(hour=12, minute=0, second=0, microsecond=0)
SAID = {"zone": "cheek", "scale": "lemperle"}


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """No sign of life from a second thread: the test's own transaction holds the tables."""
    monkeypatch.setattr(worker, "PULSE_S", 1e6)


def day(number: float) -> datetime:
    return BEGAN + timedelta(days=number)


def work() -> list[Job]:
    """Do all that waits; nothing may fail."""
    done = []
    while (job := claim("one")) is not None:
        worker.do(job)
        job.refresh_from_db()
        assert job.state == "done", job.told
        done.append(job)
    return done


def promised(owner, client):
    """A running plan that was forecast a week before it begins."""
    with clock_at(day(-7)):
        plan = a_running_plan(owner, client)
        inputs = {"plan_version": str(plan.current.pk), "draws": 24, "seed": 3}
        put_in(actor=owner, kind="forecast", inputs=inputs, client=client.pk)
        work()
    return plan


def treated(owner, plan, on: float):
    with clock_at(day(on) + timedelta(hours=1)):
        row = sessions.open_session(actor=owner, client=plan.client_id, plan_version=plan.current.pk)
        sessions.log_zone(actor=owner, session=row.pk, zone="cheek", depth="0.5")
        row.refresh_from_db()
        return sessions.sign_session(actor=owner, session=row.pk, version=row.version)


def read(owner, plan, on: float, value: str, **more):
    with clock_at(day(on)):
        return assessments.add_measurement(
            actor=owner, client=plan.client_id, value=value, blinded="no", **{**SAID, **more}
        )


def learn(on: float) -> list[Job]:
    with clock_at(day(on) + timedelta(hours=2)):
        return work()


def a_course(owner, client, values=("3", "2", "2")):
    """A client from promise to last reading: start, one session late, two readings."""
    plan = promised(owner, client)
    read(owner, plan, 0, values[0])
    treated(owner, plan, 0)
    learn(0)
    treated(owner, plan, 28)
    treated(owner, plan, 63)  # a week late
    learn(63)
    read(owner, plan, 120, values[1])
    learn(120)
    read(owner, plan, 180, values[2])
    return plan


def test_from_the_promise_to_the_audit(owner, tmp_path):
    client = a_client(owner)
    plan = a_course(owner, client)
    first = Forecast.objects.get()
    assert TrackedForecast.objects.filter(first=first).count() >= 4
    assert all(tracked_holds(row) for row in TrackedForecast.objects.all())

    told = tracked_of(actor=owner, client=client.pk)
    assert len(told) == 1
    assert told[0]["said"]["id"] == str(first.pk)
    assert told[0]["said"]["answer"] == json.loads(first.quantiles)
    assert told[0]["now"]["same_numbers_as_said"]
    assert told[0]["behind"]  # the last reading is not learnt yet
    learn(180)
    told = tracked_of(actor=owner, client=client.pk)
    assert not told[0]["behind"]
    assert len(told[0]["now"]["answer"]["measurements"]) == 3

    table = audit_table(actor=owner)
    assert [(row["day"], row["result"], row["sessions"]) for row in table.rows] == [
        ("120", "2", "3"),
        ("180", "2", "3"),
    ]
    assert {row["client"] for row in table.rows} == {f"C-{client.number}"}
    assert sum(table.promises.values()) == 2
    (path := tmp_path / "results.csv").write_text(table.text(), encoding="utf-8")
    records = load_records(path)
    assert [one.result for one in records] == [2.0, 2.0]
    assert audit(records).given.clients == 1
    learnt = audit_table(actor=owner, knows=ALL)
    wide = [float(row["q90"]) - float(row["q10"]) for row in (table.rows[1], learnt.rows[1])]
    assert wide[1] < wide[0]  # the last reading was promised more narrowly once the one before was known
    assert plan.versions.count() == 1


def test_scores_of_one_visit_are_learnt_from_once(owner, monkeypatch):
    from microneedling.course import simulate

    plan = promised(owner, a_client(owner))
    treated(owner, plan, 0)
    learn(0)
    read(owner, plan, 60, "3")
    read(owner, plan, 60, "2", rated_by="Ida Example")
    ran, real = [], simulate.simulate
    monkeypatch.setattr(simulate, "simulate", lambda *of, **more: ran.append(of) or real(*of, **more))
    first, second = learn(60)
    assert len(ran) == 1
    assert json.loads(first.result) == json.loads(second.result)


def test_only_what_was_promised_before_it_was_seen_counts(owner):
    client = a_client(owner)
    with clock_at(day(-7)):
        plan = a_running_plan(owner, client)
    read(owner, plan, 0, "3")
    treated(owner, plan, 0)
    read(owner, plan, 20, "3")
    with clock_at(day(25)):
        inputs = {"plan_version": str(plan.current.pk), "draws": 24, "seed": 3}
        put_in(actor=owner, kind="forecast", inputs=inputs, client=client.pk)
        work()
    read(owner, plan, 27, "3")
    table = audit_table(actor=owner)
    assert [row["day"] for row in table.rows] == ["27"]
    assert table.left_out == {"seen before anything was promised": 1}


def test_corrected_joined_erased_and_restricted(owner):
    ours, other = a_client(owner), a_client(owner)
    plan = a_course(owner, ours)
    a_course(owner, other)
    with clock_at(day(181)):
        wrong = plan.client.measurements.order_by("-happened_at").first()
        assessments.correct_measurement(actor=owner, measurement=wrong.pk, value="1", reason="typing")
        work()
    table = audit_table(actor=owner)
    assert len(table.rows) == 4
    mine = [row["result"] for row in table.rows if row["client"] == f"C-{ours.number}"]
    assert mine == ["2", "1"]
    Client.objects.filter(pk=other.pk).update(state="merged", merged_into=ours)
    table = audit_table(actor=owner)
    assert {row["client"] for row in table.rows} == {f"C-{ours.number}"}
    assert sum(table.left_out.values()) == 2  # the same days, zone and rater: one client has one reading
    Client.objects.filter(pk=other.pk).update(state="erased", merged_into=None)
    assert len(audit_table(actor=owner).rows) == 2
    Client.objects.filter(pk=ours.pk).update(state="restricted")
    assert audit_table(actor=owner).rows == ()


def test_what_was_said_stands(owner):
    client = a_client(owner)
    plan = promised(owner, client)
    first = Forecast.objects.get()
    text = first.quantiles
    read(owner, plan, 0, "3")
    jobs = learn(0)
    assert [job.kind for job in jobs] == ["track"]
    first.refresh_from_db()
    assert first.quantiles == text
    with pytest.raises(IntegrityError), transaction.atomic():
        TrackedForecast.objects.update(answer="{}")
    assert not [fault for fault in whole().faults if "forecast" in fault]


def test_the_command_writes_the_table_and_tells_what_was_left_out(owner, tmp_path, monkeypatch, capsys):
    from microneedling.clinic import store
    from microneedling.clinic.main import main

    a_course(owner, a_client(owner))
    monkeypatch.setattr(store, "opened", lambda home: None)  # the test's own database is open
    path = tmp_path / "results.csv"
    assert main(["clinic", "audit", str(path)]) == 0
    said = capsys.readouterr().out
    assert "Results: 2, of one client\n" in said
    assert "promised by model" in said
    assert len(load_records(path)) == 2


def test_a_table_is_plain_csv(owner):
    a_course(owner, a_client(owner))
    rows = list(csv.DictReader(io.StringIO(audit_table(actor=owner).text())))
    assert len(rows) == 2
    assert all(None not in row and None not in row.values() for row in rows)
