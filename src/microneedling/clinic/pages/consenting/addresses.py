"""Where consents and sheets are found."""

from __future__ import annotations

from django.urls import path

from . import consent, sheet, texts, working

ONE = "clients/<uuid:client>/"
pages = [
    path(f"{ONE}consent/", consent.consent, name="consent"),
    path(f"{ONE}consent/offer/", consent.offer, name="offer-consent"),
    path("consents/<uuid:consent>/withdraw/", consent.withdraw, name="withdraw-consent"),
    path("consent-offers/<uuid:offer>/", consent.decide, name="consent-offer"),
    path("consent-texts/", texts.texts, name="consent-texts"),
    path("plans/<uuid:plan>/begin/", consent.begin, name="begin-plan"),
    path("versions/<uuid:version>/sheet/", sheet.sheet, name="sheet"),
    path("versions/<uuid:version>/sheet/work-out/", sheet.work_out, name="work-out-sheet"),
    path("jobs/<uuid:job>/waiting/", working.working, name="working"),
]
