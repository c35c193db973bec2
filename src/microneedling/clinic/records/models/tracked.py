"""What was forecast of a running course once something was seen of it: kept beside the first promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from .base import Record
from .client import Client
from .plan import Forecast, PlanVersion

if TYPE_CHECKING:
    from uuid import UUID


class TrackedForecast(Record):
    """A forecast that learnt from what was on record, whole, and what it promises of readings to come. Frozen.

    `first` is what was said before anything was seen; it stands as it was. What brings it forth again is kept with it:
    what was known, number and hash of the model's numbers, hash of the studies that taught them, draws, seed.
    """

    client_id: UUID
    plan_version_id: UUID
    first_id: UUID

    client = models.ForeignKey(Client, models.PROTECT, related_name="tracked_forecasts")
    plan_version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="tracked_forecasts")
    first = models.ForeignKey(Forecast, models.PROTECT, related_name="tracked_forecasts")
    known = models.TextField()  # sessions and measurements as they stood, canonical JSON
    known_sha256 = models.CharField(max_length=64, db_index=True)
    model_number = models.PositiveIntegerField()
    program_version = models.CharField(max_length=40)
    registry_sha256 = models.CharField(max_length=64)
    studies_sha256 = models.CharField(
        max_length=64, blank=True
    )  # nothing where no studies taught the numbers
    draws = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    answer = models.TextField()  # what is said now beside what was said, canonical JSON
    promises = models.TextField()  # quantiles of readings to come, canonical JSON
    sha256 = models.CharField(max_length=64)
