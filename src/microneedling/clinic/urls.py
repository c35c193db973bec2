"""Where pages and the API are found."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from .api.door import enter
from .pages import days, errors, letters, signing_in
from .pages.tables import site

pages = [
    path("", days.today, name="day"),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("second-step/", signing_in.second_step, name="second-step"),
    path("second-step/set-up/", signing_in.set_up_second_step, name="set-up-second-step"),
    path("recall/<uuid:item>/", letters.show, name="recall"),
    path("alive/", days.alive, name="alive"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((pages, "clinic"))),
    path("api/v1/<path:rest>", enter),
    path("admin/login/", RedirectView.as_view(pattern_name="clinic:sign-in", query_string=True)),
    path("admin/", site.urls),
    path("favicon.ico", RedirectView.as_view(url="/static/clinic/icon.svg")),
]
handler400, handler403, handler404, handler500 = errors.bad, errors.forbidden, errors.absent, errors.broken
