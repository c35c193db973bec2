"""What is used on clients: devices, products, lots with their expiry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Versioned
from .client import Precision

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Device(Versioned):
    """One device of the clinic, by serial number; `kind` is a type of the library or pen, roller, stamp."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    maker = models.CharField(max_length=120, blank=True)
    model = models.CharField(max_length=120, blank=True)
    serial = models.CharField(max_length=80, blank=True)
    udi = models.CharField(max_length=160, blank=True)
    most_depth_mm = models.FloatField(null=True, blank=True)  # the label's; a session over it needs a reason
    retired_on = models.DateField(null=True, blank=True)


class Product(Versioned):
    """What comes in lots."""

    class Kind(models.TextChoices):
        """What it is for."""

        CARTRIDGE = "cartridge", _("needle cartridge")
        SERUM = "serum", _("serum")
        NUMBING = "numbing", _("numbing cream")
        GEL = "gel", _("glide gel")
        OTHER = "other", _("other")

    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    maker = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=24, default="piece")
    low_at = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    single_use = models.BooleanField(default=False)


class Lot(Versioned):
    """One lot of a product. Its stock is the sum of its moves; on hold it cannot be used at all."""

    moves: RelatedManager[Any]

    product = models.ForeignKey(Product, models.PROTECT, related_name="lots")
    number = models.CharField(max_length=80)
    folded = models.CharField(max_length=80, editable=False, db_index=True)
    expires_on = models.DateField(null=True, blank=True, db_index=True)  # usable up to this day
    expires_precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    udi = models.CharField(max_length=160, blank=True)
    supplier = models.CharField(max_length=120, blank=True)
    hold_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """Django's options."""

        constraints = (models.UniqueConstraint(fields=("product", "folded"), name="one_lot_a_number"),)
        permissions = (("use_expired_lot", "Can use an expired lot, with a reason"),)
