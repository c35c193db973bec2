"""How Django knows this package; the triggers go in after every migration."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate

from .guard import Guard


class Config(AppConfig):
    """The package `audit` of the clinic."""

    name = "microneedling.clinic.audit"
    label = "clinic_audit"
    verbose_name = "Audit"
    guards = (Guard("clinic_audit.Entry", lasting=True),)

    def ready(self) -> None:
        """Have the triggers put in after migrations, and looked for by `check`."""
        from .triggers import checked, install, step_aside

        pre_migrate.connect(step_aside, sender=self, dispatch_uid="clinic triggers")
        post_migrate.connect(install, sender=self, dispatch_uid="clinic triggers")
        register(checked, Tags.database)
