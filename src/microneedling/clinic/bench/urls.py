"""Where the pages of the bench are found, below the place it is given."""

from __future__ import annotations

from django.urls import path

from ..later import later

app_name = "bench"
HERE = "microneedling.clinic.bench"
urlpatterns = [
    path("", later(HERE, "index:index"), name="index"),
    path("course/", later(HERE, "course:course"), name="course"),
    path("course/start/", later(HERE, "course:start"), name="course-start"),
    path("dose/", later(HERE, "dose:dose"), name="dose"),
    path("dose/depths/", later(HERE, "dose:depths"), name="dose-depths"),
    path("delivery/", later(HERE, "delivery:delivery"), name="delivery"),
    path("evidence/", later(HERE, "numbers:evidence"), name="evidence"),
    path("evidence/ranking/", later(HERE, "numbers:ranking"), name="ranking"),
    path("evidence/<str:key>/", later(HERE, "numbers:number"), name="number"),
    path("evidence/<str:key>/moves/", later(HERE, "numbers:moved"), name="moves"),
    path("study/", later(HERE, "studies:study"), name="study"),
    path("study/published/", later(HERE, "studies:published"), name="published"),
    path("trial/", later(HERE, "trials:trial"), name="trial"),
    path("validation/", later(HERE, "validation:validation"), name="validation"),
    path("jobs/", later(HERE, "jobs:jobs"), name="jobs"),
    path("jobs/list/", later(HERE, "jobs:listed"), name="jobs-list"),
    path("jobs/<slug:job>/cancel/", later(HERE, "jobs:cancel"), name="cancel-job"),
    path("jobs/<slug:job>/report/", later(HERE, "jobs:report"), name="job-report"),
    path("jobs/<slug:job>/<str:name>", later(HERE, "jobs:found"), name="job-file"),
]
