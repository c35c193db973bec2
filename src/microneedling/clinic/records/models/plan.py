"""Plans and the forecasts they rest on: versions are never rewritten, states say what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Record, Versioned
from .client import Client

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models.fields.related_descriptors import RelatedManager


class Forecast(Record):
    """A forecast as it was made, whole: its inputs, seed and model number bring it forth again. Never rewritten."""

    client_id: UUID

    client = models.ForeignKey(Client, models.PROTECT, related_name="forecasts")
    model_number = models.PositiveIntegerField()
    program_version = models.CharField(max_length=40)
    draws = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    inputs = models.TextField()  # the course, canonical JSON
    inputs_sha256 = models.CharField(max_length=64, db_index=True)
    quantiles = models.TextField()  # what was forecast, canonical JSON
    sha256 = models.CharField(max_length=64)


class Plan(Versioned):
    """What is intended. It owns its versions; which of them was accepted is a consent's business."""

    sessions: RelatedManager[Any]
    steps: RelatedManager[PlanStep]
    versions: RelatedManager[PlanVersion]
    client_id: UUID

    class State(models.TextChoices):
        """Where a plan stands."""

        DRAFT = "draft", _("being written")
        OFFERED = "offered", _("offered")
        ACCEPTED = "accepted", _("accepted")
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        STOPPED = "stopped", _("stopped")

    client = models.ForeignKey(Client, models.PROTECT, related_name="plans")
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    current = models.ForeignKey(
        "PlanVersion", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    stopped_reason = models.TextField(blank=True, editable=False)


class PlanVersion(Record):
    """One version of a plan: the course it says, goals and limits apart from it. Frozen."""

    class Made(models.TextChoices):
        """Who put it together."""

        HAND = "hand", _("by hand")
        PLANNER = "planner", _("by the planner")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    made = models.CharField(max_length=8, choices=Made.choices)
    course = models.TextField()  # a course, canonical JSON
    goals = models.TextField(blank=True)
    limits = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    forecast = models.ForeignKey(
        Forecast, models.PROTECT, null=True, blank=True, related_name="plan_versions"
    )
    sha256 = models.CharField(max_length=64)

    class Meta:
        """Django's options."""

        constraints = (models.UniqueConstraint(fields=("plan", "number"), name="one_number_a_plan"),)


class PlanStep(Record):
    """One change of a plan's state, with the version it was about. Frozen."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="steps")
    version = models.ForeignKey(PlanVersion, models.PROTECT, null=True, related_name="+")
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
