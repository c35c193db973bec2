"""Where pages and the API are found."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from .api.door import enter
from .later import later
from .pages import (
    bookings,
    client,
    clients,
    conflicts,
    consult,
    days,
    drafts,
    errors,
    follow_up,
    letters,
    notes,
    photographs,
    signing_in,
)
from .pages.consenting.addresses import pages as consenting
from .pages.language.choice import choose
from .pages.looking_back.addresses import pages as looking_back
from .pages.office.addresses import pages as office
from .pages.planning.addresses import pages as planning
from .pages.tables import door, site
from .pages.treating import log, parts

ONE = "clients/<uuid:client>/"
pages = [
    path("", days.today, name="day"),
    path("close/", days.close, name="close"),
    path("clients/", clients.clients, name="clients"),
    path("clients/new/", clients.add, name="add-client"),
    path("clients/new/alike/", clients.likeness, name="alike"),
    path(ONE, client.client, name="client"),
    path(f"{ONE}details/", clients.details, name="details"),
    path(f"{ONE}alerts/", clients.add_alert, name="add-alert"),
    path(f"{ONE}alerts/<uuid:alert>/end/", clients.end_alert, name="end-alert"),
    path(f"{ONE}consult/", consult.consult, name="consult"),
    path(f"{ONE}consult/concern/", consult.add_concern, name="add-concern"),
    path(f"{ONE}consult/concern/<uuid:indication>/end/", consult.end_concern, name="end-concern"),
    path(f"{ONE}consult/phototype/", consult.set_phototype, name="set-phototype"),
    path(f"{ONE}consult/phototype/suggest/", consult.suggest, name="suggest-phototype"),
    path(f"{ONE}consult/baseline/", consult.add_baseline, name="add-baseline"),
    path(f"{ONE}follow-up/", follow_up.follow_up, name="follow-up"),
    path(f"{ONE}notes/new/", notes.add, name="add-note"),
    path(f"{ONE}sessions/new/", log.begin, name="begin-session"),
    path(f"{ONE}book/", bookings.book, name="book"),
    *consenting,
    *looking_back,
    path("notes/<uuid:note>/", notes.note, name="note"),
    path("addenda/<slug:kind>/<uuid:record>/", notes.addendum, name="addendum"),
    path("sessions/<uuid:session>/", log.session, name="session"),
    path("sessions/<uuid:session>/warn/", log.warn, name="warn"),
    path("sessions/<uuid:session>/zones/", log.add_zone, name="add-zone"),
    path("sessions/<uuid:session>/numbing/", log.add_numbing, name="add-numbing"),
    path("sessions/<uuid:session>/lots/", log.add_lot, name="add-lot"),
    path("sessions/<uuid:session>/photographs/", log.add_shot, name="add-photograph"),
    path("sessions/<uuid:session>/save/", log.save, name="save-session"),
    path("sessions/<uuid:session>/void/", log.void, name="void-session"),
    path("zones/<uuid:zone>/", parts.zone, name="session-zone"),
    path("uses/<uuid:use>/void/", parts.void_use, name="void-use"),
    path("bookings/<uuid:appointment>/", bookings.settle, name="settle"),
    path("photographs/<uuid:photograph>/", photographs.photograph, name="photograph"),
    path("photographs/<uuid:photograph>/small/", photographs.small, name="small-photograph"),
    path("conflicts/<slug:kind>/<uuid:record>/", conflicts.conflict, name="conflict"),
    path("drafts/keep/", drafts.keep, name="keep-draft"),
    path("drafts/drop/", drafts.drop, name="drop-draft"),
    path("drafts/token/", drafts.token, name="token"),
    path("components/", later("microneedling.clinic.pages", "components:components"), name="components"),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("second-step/", signing_in.second_step, name="second-step"),
    path("second-step/set-up/", signing_in.set_up_second_step, name="set-up-second-step"),
    path("recall/<uuid:item>/", letters.show, name="recall"),
    path("language/", choose, name="language"),
    path("alive/", days.alive, name="alive"),
    *office,
    *planning,
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((pages, "clinic"))),
    path("bench/", include("microneedling.clinic.bench.urls")),
    path("api/v1/<path:rest>", enter),
    path("admin/login/", door),
    path("admin/", site.urls),
    path("favicon.ico", RedirectView.as_view(url="/static/clinic/icon.svg")),
]
handler400, handler403, handler404, handler500 = errors.bad, errors.forbidden, errors.absent, errors.broken
