"""Jobs: taken up once, taken up again after a death, cancelled, never overwritten by the dead."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from helpers.clinic.people import a_client, a_running_plan
from microneedling.clinic.records.models import Forecast
from microneedling.clinic.records.services.forecasts import forecast_holds
from microneedling.clinic.work import kinds, worker
from microneedling.clinic.work.models import Job
from microneedling.clinic.work.queue import Cancelled, cancel, claim, end, put_in, sign_of_life

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(owner):
    return put_in(actor=owner, kind="count", inputs={"to": 3})


def test_the_same_question_is_one_job_until_it_failed(owner, job):
    assert put_in(actor=owner, kind="count", inputs={"to": 3}).pk == job.pk
    assert put_in(actor=owner, kind="count", inputs={"to": 4}).pk != job.pk
    Job.objects.filter(pk=job.pk).update(state="failed")
    assert put_in(actor=owner, kind="count", inputs={"to": 3}).pk != job.pk


def test_a_job_is_taken_up_once(job):
    taken = claim("one")
    assert taken is not None
    assert (taken.pk, taken.tries) == (job.pk, 1)
    assert claim("two") is None


def test_a_dead_workers_job_is_taken_up_again_and_the_dead_writes_nothing(job):
    first = claim("one")
    Job.objects.update(heard_at=timezone.now() - timedelta(minutes=5))
    second = claim("two")
    assert (second.pk, second.tries) == (first.pk, 2)
    with pytest.raises(Cancelled):
        sign_of_life(first)
    assert not end(first, "done", {"from": "the dead"})
    assert end(second, "done", {"from": "the living"})
    job.refresh_from_db()
    assert json.loads(job.result) == {"from": "the living"}


def test_what_ends_its_worker_three_times_has_failed(job):
    for number in range(3):
        assert claim(str(number)).tries == number + 1
        Job.objects.update(heard_at=timezone.now() - timedelta(minutes=5))
    assert claim("four") is None
    job.refresh_from_db()
    assert (job.state, job.told) == ("failed", "it ended the worker three times")


def test_cancelling(owner, job):
    taken = claim("one")
    cancel(actor=owner, job=job.pk)
    with pytest.raises(Cancelled):
        sign_of_life(taken, 0.5)
    other = put_in(actor=owner, kind="count", inputs={"to": 9})
    assert cancel(actor=owner, job=other.pk).state == "cancelled"


def test_errors_are_told_without_what_was_worked_on(owner, job, monkeypatch):
    def fails(inputs, step, actor):
        step(0.5)
        raise ValueError("Ada Example")

    monkeypatch.setitem(kinds.KINDS, "count", fails)
    worker.do(claim("one"))
    job.refresh_from_db()
    assert (job.state, job.told) == ("failed", "internal error: ValueError")


@pytest.mark.slow
def test_a_forecast_is_worked_out_and_kept_whole(owner):
    plan = a_running_plan(owner, a_client(owner))
    inputs = {"plan_version": str(plan.current.pk), "draws": 16, "seed": 3}
    job = put_in(actor=owner, kind="forecast", inputs=inputs, client=plan.client_id)
    worker.do(claim("one"))
    job.refresh_from_db()
    assert job.state == "done", job.told
    kept = Forecast.objects.get(pk=json.loads(job.result)["forecast"])
    assert forecast_holds(kept)
    assert (kept.draws, kept.seed, kept.client_id) == (16, 3, plan.client_id)
    assert json.loads(kept.quantiles)["chances"]


@pytest.mark.slow
def test_a_course_that_the_screen_stops_is_not_forecast(owner):
    from helpers.clinic.people import COURSE
    from microneedling.clinic.records.services import plans

    plan = plans.add_plan(actor=owner, client=a_client(owner).pk, name="x")
    person = {**COURSE["person"], "conditions": ["pregnancy"]}
    version = plans.add_version(actor=owner, plan=plan.pk, made="hand", course={**COURSE, "person": person})
    put_in(actor=owner, kind="forecast", inputs={"plan_version": str(version.pk), "draws": 16})
    taken = claim("one")
    worker.do(taken)
    taken.refresh_from_db()
    assert taken.state == "failed"
    assert "stop" in taken.told
    assert not Forecast.objects.exists()


def test_records_that_are_held_for_a_while_end_no_worker(job, monkeypatch):
    """Asking for a job and writing down how it ended are tried again; what comes between is done once."""
    refusals = {"claim": 2, "end": 1}
    held = OperationalError("database is locked")
    monkeypatch.setitem(kinds.KINDS, "count", lambda inputs, step, actor: inputs["to"])
    monkeypatch.setattr(worker, "AGAIN_S", (0.0,) * 3)

    def refused_first(name, act):
        def tried(*given, **more):
            if refusals[name]:
                refusals[name] -= 1
                raise held
            return act(*given, **more)

        monkeypatch.setattr(worker, name, tried)

    refused_first("claim", worker.claim)
    refused_first("end", worker.end)
    monkeypatch.setattr(worker.connection, "close", lambda: None)  # this test's own transaction goes on
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    turns = iter([True, False])
    worker.work("one", lambda: next(turns))
    job.refresh_from_db()
    assert refusals == {"claim": 0, "end": 0}
    assert (job.state, job.tries) == ("done", 1)


def test_records_that_go_on_refusing_leave_the_job_to_be_taken_up_again(job, monkeypatch):
    def refuses(*given, **more):
        raise OperationalError("database is locked")

    monkeypatch.setitem(kinds.KINDS, "count", lambda inputs, step, actor: inputs["to"])
    monkeypatch.setattr(worker, "AGAIN_S", (0.0,))
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    with monkeypatch.context() as during:
        during.setattr(worker, "end", refuses)
        worker.do(claim("one"))
    job.refresh_from_db()
    assert job.state == "running"
    Job.objects.update(heard_at=timezone.now() - timedelta(minutes=5))
    worker.do(claim("two"))
    job.refresh_from_db()
    assert (job.state, job.tries) == ("done", 2)


def test_a_job_that_finds_the_records_held_says_so_in_words(job, monkeypatch):
    def finds(inputs, step, actor):
        raise OperationalError("database is locked")

    monkeypatch.setitem(kinds.KINDS, "count", finds)
    worker.do(claim("one"))
    job.refresh_from_db()
    assert (job.state, job.told) == (
        "failed",
        "another program holds the records; nothing was written. Close it and do it again",
    )


def test_asking_for_nothing_locks_nothing(django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        assert claim("one") is None
    assert asked.captured_queries[0]["sql"].startswith("SELECT")
