"""The addresses of the bench served by itself."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

from ..pages import errors
from .api_alone import api

urlpatterns = [
    path("", include("microneedling.clinic.bench.urls")),
    path("api/v1/", api.urls),
    path("favicon.ico", RedirectView.as_view(url="/static/clinic/icon.svg")),
]
handler400, handler403, handler404, handler500 = errors.bad, errors.forbidden, errors.absent, errors.broken
