"""Where screening and plans are found."""

from __future__ import annotations

from django.urls import path

from . import moving, on_record, plans, screening

ONE, PLAN = "clients/<uuid:client>/", "searches/<uuid:job>/<slug:plan>/"
pages = [
    path(f"{ONE}screening/", screening.screening, name="screening"),
    path(f"{ONE}screening/judge/", screening.judge, name="judge-screening"),
    path(f"{ONE}plan/", plans.plan, name="plan"),
    path("plans/<uuid:plan>/", on_record.plan_page, name="plan-on-record"),
    path("searches/<uuid:job>/", plans.search_page, name="search"),
    path("searches/<uuid:job>/progress/", plans.progress, name="search-progress"),
    path("searches/<uuid:job>/cancel/", plans.cancel, name="cancel-search"),
    path(PLAN, plans.one_plan, name="one-plan"),
    path(f"{PLAN}look/", moving.look, name="look-moved"),
    path(f"{PLAN}keep/", moving.keep, name="keep-moved"),
]
