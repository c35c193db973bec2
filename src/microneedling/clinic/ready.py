"""Django set up once, with the clinic's settings, whoever imports its packages first."""

from __future__ import annotations

import os

from ..extras import needed

SETTINGS = "microneedling.clinic.settings"
LIBRARIES = (
    "django",
    "ninja",
    "django_htmx",
    "csp",
    "whitenoise",
    "waitress",
    "argon2",
    "axes",
    "django_otp",
    "PIL",
    "pyrage",
)


def stand_up() -> None:
    """Set Django up unless it is or is just being so; raises `InputError` naming what the extra `clinic` brings."""
    needed("the clinic", "clinic", *LIBRARIES[:2])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.apps import apps

    if not apps.ready and not apps.loading:
        django.setup()
