"""What somebody who works here has chosen for themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Preference(models.Model):
    """The language in which somebody reads the clinic's pages."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="+")
    language = models.CharField(max_length=12)

    class Meta:
        """Django's options."""

        default_permissions = ()  # each writes their own alone
