"""Around every request: signed in, not idle for too long, a second step where there is one, nothing kept in caches."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django_otp import user_has_device

from ..api.place import API

Answer = Callable[[HttpRequest], HttpResponseBase]
SEEN, BEGUN = "seen_at", "signed_in_at"
RENEW_S = 20  # the session is written at most so often
POLLING = "X-Clinic-Poll"  # what a page asks by itself; nobody sits behind it


def _asks_itself(request: HttpRequest) -> bool:
    return POLLING in request.headers


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """To the sign-in page and back; a fragment is told to go there whole, the API is answered in its own way."""
    if request.path.startswith(API):
        return HttpResponse('{"detail": "signed out"}', status=401, content_type="application/json")
    target = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.path})}"
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)


class IdleLock:
    """Signs out who did nothing for a while, and everybody after a day's work; polling renews nothing."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.get_response(request)
        now, session = time.time(), request.session
        session.setdefault(BEGUN, now)
        seen = session.setdefault(SEEN, now)
        idle = now - seen > settings.IDLE_MINUTES * 60
        if idle or now - session[BEGUN] > settings.SIGNED_IN_HOURS * 3600:
            logout(request)
            return _to_sign_in(request)
        if now - seen > RENEW_S and not _asks_itself(request):
            session[SEEN] = now
        return self.get_response(request)


def idle(request: HttpRequest) -> dict[str, int]:
    """For templates: after how many seconds of nothing a page goes behind the sign-in by itself."""
    return {"idle_seconds": settings.IDLE_MINUTES * 60}


class SignedIn(LoginRequiredMiddleware):
    """Every page asks for a signed-in user unless it says otherwise; the API answers 401 by itself."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        """None where the view may answer."""
        if request.user.is_authenticated or not getattr(view_func, "login_required", True):
            return None
        return None if request.path.startswith(API) else _to_sign_in(request)


class SecondStep:
    """Who set up a second step goes through it before anything else; the admin asks for one where it is switched on."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if user.is_authenticated and not user.is_verified() and user_has_device(user):  # type: ignore[union-attr]
            passes = {reverse("clinic:second-step"), reverse("clinic:sign-out")}
            if request.path not in passes:
                if request.path.startswith(API):
                    return HttpResponse(
                        '{"detail": "second step due"}', status=401, content_type="application/json"
                    )
                return redirect("clinic:second-step")
        return self.get_response(request)


class Private:
    """Nothing that answers a signed-in user is kept by a browser or anything between."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if request.user.is_authenticated:
            answer.headers["Cache-Control"] = "private, no-store"
        return answer
