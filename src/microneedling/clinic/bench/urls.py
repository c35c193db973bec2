"""Where the pages of the bench are found, below the place it is given."""

from __future__ import annotations

from django.urls import path

from . import course, delivery, dose, index, jobs, numbers, studies, trials, validation

app_name = "bench"
urlpatterns = [
    path("", index.index, name="index"),
    path("course/", course.course, name="course"),
    path("course/start/", course.start, name="course-start"),
    path("dose/", dose.dose, name="dose"),
    path("dose/depths/", dose.depths, name="dose-depths"),
    path("delivery/", delivery.delivery, name="delivery"),
    path("evidence/", numbers.evidence, name="evidence"),
    path("evidence/ranking/", numbers.ranking, name="ranking"),
    path("evidence/<str:key>/", numbers.number, name="number"),
    path("evidence/<str:key>/moves/", numbers.moved, name="moves"),
    path("study/", studies.study, name="study"),
    path("study/published/", studies.published, name="published"),
    path("trial/", trials.trial, name="trial"),
    path("validation/", validation.validation, name="validation"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/list/", jobs.listed, name="jobs-list"),
    path("jobs/<slug:job>/cancel/", jobs.cancel, name="cancel-job"),
    path("jobs/<slug:job>/report/", jobs.report, name="job-report"),
    path("jobs/<slug:job>/<str:name>", jobs.found, name="job-file"),
]
