"""How Django knows this package: for its templates and its sheet of style."""

from django.apps import AppConfig


class Config(AppConfig):
    """The package `bench` of the clinic."""

    name = "microneedling.clinic.bench"
    label = "clinic_bench"
    verbose_name = "Bench"
