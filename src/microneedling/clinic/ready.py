"""Django set up once, with the clinic's settings, whoever imports its packages first."""

from __future__ import annotations

import os
from importlib.util import find_spec

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
    if missing := [name for name in LIBRARIES if find_spec(name) is None]:
        needed("the clinic", "clinic", *missing)
    import django
    from django.apps import apps
    from django.conf import settings

    if not settings.configured:
        os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS  # whatever other project this shell was set up for
    if not apps.ready and not apps.loading:
        django.setup()
