"""Sign-ins and sign-outs in the audit, the ones that failed too; never what was typed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction

from ..audit.record import record


def note_sign_in(user: User | None, action: str) -> None:
    """One entry on a user, or on nobody known."""
    who = f"user:{user.pk}" if user is not None else "nobody"
    with transaction.atomic():
        record(who, action, who, detail={"where": "page"})


def listen() -> None:
    """Have Django's own signals of sign-ins noted, whatever door they came through."""
    user_logged_in.connect(_came, dispatch_uid="clinic came")
    user_logged_out.connect(_went, dispatch_uid="clinic went")
    user_login_failed.connect(_failed, dispatch_uid="clinic failed")


def _came(user: User, **_: Any) -> None:
    note_sign_in(user, "user.sign-in")


def _went(user: User | None, **_: Any) -> None:
    if user is not None:
        note_sign_in(user, "user.sign-out")


def _failed(credentials: dict[str, Any], **_: Any) -> None:
    name = str(credentials.get("username", ""))[:150]
    note_sign_in(User.objects.filter(username=name).first(), "user.sign-in-failed")
