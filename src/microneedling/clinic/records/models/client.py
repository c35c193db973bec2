"""A client, apart from who they are: research may see the one table and not the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Record, Versioned

if TYPE_CHECKING:
    from uuid import UUID


class Precision(models.TextChoices):
    """How much of a date is known; what is not known is never made up."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")
    UNKNOWN = "unknown", _("not known")


class Sex(models.TextChoices):
    """As the model takes it."""

    FEMALE = "female", _("female")
    MALE = "male", _("male")
    UNKNOWN = "unknown", _("not recorded")


class Client(Versioned):
    """Whom the records are about, by a number; nothing here says who it is."""

    identity: Identity

    class State(models.TextChoices):
        """Whether the records go on."""

        ACTIVE = "active", _("active")
        RESTRICTED = "restricted", _("restricted")
        MERGED = "merged", _("joined with another")
        ERASED = "erased", _("erased")

    number = models.PositiveIntegerField(unique=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined")
    sex = models.CharField(max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    phototype = models.CharField(max_length=3, blank=True)
    photoageing = models.FloatField(null=True, blank=True)
    smoker = models.BooleanField(null=True, blank=True)
    own_words = models.TextField(blank=True)

    class Meta:
        """Django's options."""

        permissions = (
            ("export_person", "Can hand out all that is kept of one client"),
            ("export_clinic", "Can take all records out of the clinic"),
            ("export_anonymous", "Can make a table of clients that names nobody"),
        )


class Identity(Versioned):
    """Who a client is. Names as typed, `folded` for the search; a date of birth with how much of it is known."""

    client_id: UUID

    client = models.OneToOneField(Client, models.PROTECT, related_name="identity")
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    known_as = models.CharField(max_length=120, blank=True)
    born_on = models.DateField(null=True, blank=True)
    born_precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.UNKNOWN)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    emergency_contact = models.CharField(max_length=200, blank=True)
    old_number = models.CharField(max_length=40, blank=True, db_index=True)  # in the records before these
    dialled = models.CharField(max_length=12, blank=True, editable=False, db_index=True)  # what is compared
    folded = models.CharField(max_length=400, editable=False, db_index=True)
    despite_likeness = models.CharField(
        max_length=300, blank=True
    )  # why entered beside somebody of like name

    class Meta:
        """Django's options."""

        verbose_name_plural = "identities"
        indexes = (models.Index(fields=("born_on",), name="identity_born_on"),)


class Alert(Versioned):
    """What everybody who treats this client must see. That none is known is a row of its own, not silence."""

    class Kind(models.TextChoices):
        """What it is about."""

        ALLERGY = "allergy", _("allergy")
        CONDITION = "condition", _("condition")
        MEDICINE = "medicine", _("medicine")
        OTHER = "other", _("other")

    client = models.ForeignKey(Client, models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    none_known = models.BooleanField(default=False)
    text = models.CharField(max_length=300, blank=True)
    since = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        """Django's options."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(none_known=True, text="")
                | (models.Q(none_known=False) & ~models.Q(text="")),
                name="alert_says_something",
            ),
        )


class Different(Record):
    """Two clients who look alike and are known to be two people: no longer offered as one."""

    one = models.ForeignKey(Client, models.PROTECT, related_name="+")
    other = models.ForeignKey(Client, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta:
        """Django's options."""

        verbose_name_plural = "pairs known to be different"
        constraints = (models.UniqueConstraint(fields=("one", "other"), name="one_statement_a_pair"),)
