"""How Django knows this package; the admin shows every table, read-only."""

from django.apps import AppConfig


class Config(AppConfig):
    """The package `pages` of the clinic."""

    name = "microneedling.clinic.pages"
    label = "clinic_pages"
    verbose_name = "Pages"
