"""In which language a page speaks: its reader's, or this browser's, or the clinic's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from ..audit.record import record
from .models import Preference

CHOSEN = "language"  # in the session, so that no page has to ask the store
API = "/api/"


def spoken(code: str) -> str:
    """The language of the clinic's that a code means (`de-AT`: `de`), "" for one that it does not speak.

    >>> spoken("de-AT"), spoken("en-US"), spoken("xx")
    ('de', 'en-gb', '')
    """
    try:
        return get_supported_language_variant(code.strip().lower().replace("_", "-"))
    except LookupError:
        return ""


def language_of(identity: Any) -> str:
    """The language to write to a client in, as their identity says; else the clinic's."""
    return (
        spoken(getattr(identity, "language", ""))
        or spoken(settings.CLINIC_LANGUAGE)
        or settings.LANGUAGE_CODE
    )


def language_for(request: HttpRequest) -> str:
    """What the reader chose; else what was chosen in this browser; else the clinic's, asked before the browser only
    for who is signed in; else English."""
    chosen = request.session.get(CHOSEN) or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    own = [settings.CLINIC_LANGUAGE] if SESSION_KEY in request.session else []
    asked = [code for code, _share in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    for code in (chosen, *own, *asked, settings.CLINIC_LANGUAGE):
        if found := spoken(code):
            return found
    return settings.LANGUAGE_CODE


class Speaks:
    """Answers each request in the language of who asks; programs, which ask the API, in English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = settings.LANGUAGE_CODE if request.path.startswith(API) else language_for(request)
        with translation.override(language):
            answer = self.get_response(request)
        answer.headers.setdefault("Content-Language", language)
        patch_vary_headers(answer, ("Accept-Language",))
        return answer


def offered(request: HttpRequest) -> dict[str, Any]:
    """For templates: the languages to choose from, each in its own words."""
    return {"languages": settings.LANGUAGES}


def choose(user: User, language: str) -> None:
    """Keep the language that somebody chose, from the next page on and on every machine; noted like a sign-in."""
    who = f"user:{user.pk}"
    with transaction.atomic():
        Preference.objects.update_or_create(user=user, defaults={"language": language})
        record(who, "user.language", who, detail={"where": "page", "language": language})


def listen() -> None:
    """Have what somebody chose at hand from their sign-in on."""
    user_logged_in.connect(_came, dispatch_uid="clinic language")


def _came(request: Any, user: User, **_: Any) -> None:
    chosen = Preference.objects.filter(user=user).values_list("language", flat=True).first()
    if chosen and request is not None:
        request.session[CHOSEN] = chosen
