"""The language chosen at the foot of any page: kept for who is signed in, else for this browser."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ...access.languages import CHOSEN
from ...access.languages import choose as keep


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Take a language, go back to where it was chosen; 400 for one that the clinic does not speak."""
    language, back = request.POST.get("language", ""), request.POST.get("back", "")
    if language not in dict(settings.LANGUAGES):
        return HttpResponse(status=400)
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, None)
    answer = HttpResponse(status=303, headers={"Location": back if safe else "/"})
    if request.user.is_authenticated:
        keep(cast(User, request.user), language)
        request.session[CHOSEN] = language
    else:
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
    return answer
