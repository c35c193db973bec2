"""How Django knows this package."""

from django.apps import AppConfig


class Config(AppConfig):
    """The package `pages` of the clinic."""

    name = "microneedling.clinic.pages"
    label = "clinic_pages"
