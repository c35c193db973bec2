"""Where the pages of the bench are found, below the place it is given."""

from __future__ import annotations

from django.urls import path

from . import course, dose, index

app_name = "bench"
urlpatterns = [
    path("", index.index, name="index"),
    path("course/", course.course, name="course"),
    path("course/start/", course.start, name="course-start"),
    path("dose/", dose.dose, name="dose"),
    path("dose/depths/", dose.depths, name="dose-depths"),
]
