"""How Django knows this package."""

from django.apps import AppConfig


class Config(AppConfig):
    """The package `work` of the clinic."""

    name = "microneedling.clinic.work"
    label = "clinic_work"
    verbose_name = "Jobs"

    def ready(self) -> None:
        """Learn from whatever is put on record."""
        from .wanted import listen

        listen()
