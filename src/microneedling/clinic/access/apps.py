"""How Django knows this package; the groups are made after every migration."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class Config(AppConfig):
    """The package `access` of the clinic."""

    name = "microneedling.clinic.access"
    label = "clinic_access"
    verbose_name = "Access"

    def ready(self) -> None:
        """Have the groups made once every permission is there."""
        from django.apps import apps

        from . import languages, notes
        from .groups import make_groups
        from .places import checked

        last = list(apps.get_app_configs())[-1]  # each app's permissions are made as its own signal comes
        post_migrate.connect(make_groups, sender=last, dispatch_uid="clinic groups")
        register(checked, Tags.security)
        notes.listen()
        languages.listen()
