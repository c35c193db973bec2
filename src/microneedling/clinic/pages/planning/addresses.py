"""Where screening and plans are found."""

from __future__ import annotations

from django.urls import path

from ...later import later

HERE = "microneedling.clinic.pages.planning"
ONE, PLAN = "clients/<uuid:client>/", "searches/<uuid:job>/<slug:plan>/"
pages = [
    path(f"{ONE}screening/", later(HERE, "screening:screening"), name="screening"),
    path(f"{ONE}screening/judge/", later(HERE, "screening:judge"), name="judge-screening"),
    path(f"{ONE}plan/", later(HERE, "plans:plan"), name="plan"),
    path("plans/<uuid:plan>/", later(HERE, "on_record:plan_page"), name="plan-on-record"),
    path("searches/<uuid:job>/", later(HERE, "plans:search_page"), name="search"),
    path("searches/<uuid:job>/progress/", later(HERE, "plans:progress"), name="search-progress"),
    path("searches/<uuid:job>/cancel/", later(HERE, "plans:cancel"), name="cancel-search"),
    path(PLAN, later(HERE, "plans:one_plan"), name="one-plan"),
    path(f"{PLAN}look/", later(HERE, "moving:look"), name="look-moved"),
    path(f"{PLAN}keep/", later(HERE, "moving:keep"), name="keep-moved"),
]
