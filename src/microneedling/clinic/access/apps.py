"""How Django knows this package."""

from django.apps import AppConfig


class Config(AppConfig):
    """The package `access` of the clinic."""

    name = "microneedling.clinic.access"
    label = "clinic_access"
