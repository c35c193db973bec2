"""Jobs done at once, in the process of the test."""

from __future__ import annotations

from microneedling.clinic.work.models import Job
from microneedling.clinic.work.queue import claim
from microneedling.clinic.work.worker import do


def worked() -> Job:
    """The next job, done by hand; as it is afterwards."""
    job = claim("by hand")
    assert job is not None
    do(job)
    job.refresh_from_db()
    return job
