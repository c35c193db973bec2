"""Every move of stock: what a lot has left is their sum."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Record
from .client import Client
from .session import LotUse
from .stock import Lot


class StockMove(Record):
    """One move of stock. Frozen: a mistake is undone by another move that names it."""

    class Kind(models.TextChoices):
        """Why stock changed."""

        RECEIVED = "received", _("received")
        USED = "used", _("used")
        RETURNED = "returned", _("returned: the use was voided")
        COUNTED = "counted", _("set right after counting")
        DISCARDED = "discarded", _("thrown away")

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    quantity = models.DecimalField(max_digits=10, decimal_places=2)  # with its sign
    use = models.ForeignKey(LotUse, models.PROTECT, null=True, blank=True, related_name="moves")
    client = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, related_name="stock_moves")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """Django's options."""

        constraints = (models.UniqueConstraint(fields=("use", "kind"), name="one_move_of_a_kind_a_use"),)
