"""Where forecasts, photographs side by side and blind scores are found."""

from __future__ import annotations

from django.urls import path

from . import blind, compare, forecast, measured

ONE = "clients/<uuid:client>/"
pages = [
    path(f"{ONE}forecast/", forecast.forecast, name="forecast"),
    path(f"{ONE}photographs/", compare.compare, name="compare"),
    path(f"{ONE}photographs/measured/", measured.part, name="measured"),
    path(f"{ONE}photographs/measure/", measured.measure, name="measure"),
    path(f"{ONE}photographs/measured/<uuid:job>/enter/", measured.enter, name="enter-measured"),
    path(f"{ONE}photographs/blind/<uuid:indication>/", blind.blind, name="blind"),
    path("plans/<uuid:plan>/learn/", forecast.learn, name="learn"),
]
