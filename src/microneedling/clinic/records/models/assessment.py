"""What a client came with: indications by zone, the answers of the screening, what was measured, photographs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Happened, Record, Signed, Versioned, person
from .client import Client


class Indication(Versioned):
    """What is to become better, in which zone; the words are those of course files."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="indications")
    concern = models.CharField(max_length=40)
    subtype = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=40)
    own_words = models.TextField(blank=True)
    since = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)


class Screening(Happened, Signed, Versioned):
    """One screening: what it came to, and why; a stop may be overridden with a reason that is kept."""

    class Outcome(models.TextChoices):
        """What it came to."""

        CLEAR = "clear", _("nothing against it")
        CAUTION = "caution", _("with care")
        DELAY = "delay", _("not before a date")
        STOP = "stop", _("not to be treated")

    client = models.ForeignKey(Client, models.PROTECT, related_name="screenings")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    not_before = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    override_reason = models.TextField(blank=True)

    class Meta:
        """Django's options."""

        permissions = (("override_screening", "Can treat despite a stop, with a reason"),)


class ScreeningAnswer(Record):
    """One question as it was put, and its answer; `rule` is the rule of the safety screen that it feeds."""

    screening = models.ForeignKey(Screening, models.PROTECT, related_name="answers")
    question = models.CharField(max_length=300)
    answer = models.CharField(max_length=300)
    rule = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)


class Measurement(Happened, Record):
    """One reading. Frozen: a correction is a new one that names the one it stands for, with the reason."""

    class Blinded(models.TextChoices):
        """Whether who rated knew the date or side."""

        YES = "yes", _("blinded")
        NO = "no", _("not blinded")
        UNKNOWN = "unknown", _("not recorded")

    client = models.ForeignKey(Client, models.PROTECT, related_name="measurements")
    session = models.ForeignKey("Session", models.PROTECT, null=True, blank=True, related_name="measurements")
    indication = models.ForeignKey(
        Indication, models.PROTECT, null=True, blank=True, related_name="measurements"
    )
    zone = models.CharField(max_length=40)
    scale = models.CharField(max_length=60, blank=True)
    instrument = models.CharField(max_length=60, blank=True)
    typed = models.CharField(max_length=40)  # as it was typed, with its own decimal sign
    value = models.FloatField()
    error = models.FloatField(null=True, blank=True)  # standard error, where the instrument tells it
    unit = models.CharField(max_length=24, blank=True)
    rater = person(null=True, blank=True)
    rated_by = models.CharField(
        max_length=60, blank=True
    )  # where no user rated: the client, a colleague elsewhere
    blinded = models.CharField(max_length=8, choices=Blinded.choices, default=Blinded.UNKNOWN)
    baseline = models.BooleanField(default=False)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """Django's options."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(scale="", instrument__gt="") | models.Q(scale__gt="", instrument=""),
                name="scale_or_instrument",
            ),
        )
        indexes = (models.Index(fields=("client", "happened_at"), name="measurement_by_client"),)


class Photograph(Happened, Record):
    """One photograph: turned, stripped and encoded anew; of the original its digest alone is kept.

    Frozen but for being hidden with a reason; the picture itself lies in the home folder under `file`.
    """

    client = models.ForeignKey(Client, models.PROTECT, related_name="photographs")
    session = models.ForeignKey("Session", models.PROTECT, null=True, blank=True, related_name="photographs")
    consent = models.ForeignKey("Consent", models.PROTECT, related_name="photographs")
    zone = models.CharField(max_length=40)
    view = models.CharField(max_length=40, blank=True)
    light = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    file = models.CharField(max_length=60, unique=True)
    sha256 = models.CharField(max_length=64)
    original_sha256 = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()


class HiddenPhotograph(Record):
    """That a photograph is no longer shown, and why: a wrong client, a blurred one."""

    photograph = models.OneToOneField(Photograph, models.PROTECT, related_name="hidden")
    reason = models.CharField(max_length=300)
