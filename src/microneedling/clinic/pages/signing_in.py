"""Sign in, the second step, sign out; each noted in the audit."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import devices_for_user, match_token
from django_otp import login as pass_second_step
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..access.notes import note_sign_in

ALLOWED = ["GET", "POST"]


class Token(forms.Form):
    """Six digits of an authenticator; pasting is welcome."""

    token = forms.CharField(max_length=8, strip=True, label=gettext_lazy("Code of your authenticator"))
    token.widget.attrs.update({"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True})


def _onwards(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if safe and wanted.startswith("/") else reverse(settings.LOGIN_REDIRECT_URL)


@never_cache
@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(ALLOWED)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; a wrong one says nothing of which was wrong."""
    if request.user.is_authenticated:
        return redirect(_onwards(request))
    form = AuthenticationForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, cast(User, form.get_user()))  # a session under a new name
        return redirect(_onwards(request))
    status = 422 if request.method == "POST" else 200
    return _shown(request, "sign_in", {"form": form, "next": request.GET.get("next", "")}, status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; only ever asked for by a form."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@never_cache
@require_http_methods(ALLOWED)
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of an authenticator; a code counts once."""
    user = cast(User, request.user)
    form = Token(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = match_token(user, form.cleaned_data["token"])
        note_sign_in(user, "user.second-step" if device else "user.second-step-failed")
        if device is not None:
            pass_second_step(request, device)
            return redirect(_onwards(request))
        words = _("This code is not right, or was used before. Wait for the next one.")
        form.add_error("token", words)
    return _shown(request, "second_step", {"form": form}, 422 if form.errors else 200)


@never_cache
@require_http_methods(ALLOWED)
def set_up_second_step(request: HttpRequest) -> HttpResponse:
    """Add an authenticator: the key is shown once, and counts from the first right code on."""
    user = cast(User, request.user)
    if any(devices_for_user(user)):
        return redirect(settings.LOGIN_REDIRECT_URL)
    device, _new = TOTPDevice.objects.get_or_create(
        user=user, confirmed=False, defaults={"name": "authenticator"}
    )
    form = Token(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if device.verify_token(form.cleaned_data["token"]):
            device.confirmed = True
            device.save()
            note_sign_in(user, "user.second-step-set-up")
            pass_second_step(request, device)
            return redirect(settings.LOGIN_REDIRECT_URL)
        form.add_error("token", _("This code is not right. Is the clock of the telephone?"))
    shown = {"form": form, "key": _in_groups(device), "address": device.config_url}
    return _shown(request, "set_up_second_step", shown, 422 if form.errors else 200)


def _in_groups(device: TOTPDevice) -> str:
    from base64 import b32encode

    key = b32encode(device.bin_key).decode("ascii").rstrip("=")
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


def locked_out(request: HttpRequest, *_others: Any, **_more: Any) -> HttpResponse:
    """Too many wrong passwords: wait, or have somebody at the machine unlock it."""
    return _shown(request, "locked_out", {"minutes": round(settings.AXES_COOLOFF_TIME * 60)}, 429)


def _shown(request: HttpRequest, name: str, shown: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"clinic/{name}.html", {"clinic": settings.CLINIC_NAME, **shown}, status=status)
