"""Who works here, made and changed: by whoever may read the home folder, and in the browser by an owner."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from ...errors import InputError, Mistake
from ..audit.record import record
from .groups import ASSISTANT, OWNER, PRACTITIONER, READER, RESEARCHER

if TYPE_CHECKING:
    from ..records.services.act import Actor

GROUPS = (OWNER, PRACTITIONER, ASSISTANT, READER, RESEARCHER)


def check_name(name: str) -> None:
    """Raise `InputError` for a name that nobody can sign in with."""
    try:
        User(username=name).clean_fields(exclude=["password"])
    except ValidationError:
        allowed = "letters, digits and @ . + - _ alone, at most 150"
        raise InputError("user", [Mistake("NAME", f'"{name[:40]}"', allowed)]) from None


def check_password(name: str, password: str) -> None:
    """Raise `InputError` for a password that is easily guessed; none of it is repeated."""
    try:
        validate_password(password, User(username=name))
    except ValidationError as error:
        told = [Mistake("password", "one that is easily guessed", message) for message in error.messages]
        raise InputError("user", told) from None


def change_user(
    *,
    actor: Actor,
    name: str,
    group: str | None = None,
    password: str | None = None,
    active: bool | None = None,
    without_second_step: bool = False,
) -> tuple[User, list[str]]:
    """Make or change somebody: their group, password, whether they sign in, an authenticator that was lost.

    What was done is in the audit, no password is. In the browser nobody takes their own rights away: whoever may read
    the home folder can, on the command line. Raises `NotAllowed`, `InputError`.
    """
    with transaction.atomic():
        known = User.objects.select_for_update().filter(username=name).first()
        actor.need("auth.add_user" if known is None else "auth.change_user")
        _check(actor, known, name, group, active)
        if password is not None:
            check_password(name, password)
        user, done = (User(username=name), ["made"]) if known is None else (known, [])
        if known is None:
            user.set_unusable_password()
            user.save()
        done += _changed(user, group, password, active, without_second_step)
        user.full_clean(exclude=["password"])
        user.save()
        if done:
            record(actor.name, "user.change", f"user:{user.pk}", detail={"where": actor.where, "what": done})
    return user, done


def _check(actor: Actor, known: User | None, name: str, group: str | None, active: bool | None) -> None:
    if known is None:
        check_name(name)
    if group is not None and group not in GROUPS:
        raise InputError("user", [Mistake("group", f'"{group[:20]}"', " | ".join(GROUPS))])
    own = actor.user is not None and known is not None and known.pk == actor.user.pk
    if own and (active is False or group not in (None, OWNER)):
        allowed = "somebody else; of yourself on the command line of the machine"
        raise InputError("user", [Mistake("name", "yourself", allowed)])


def _changed(
    user: User, group: str | None, password: str | None, active: bool | None, without_step: bool
) -> list[str]:
    from django_otp import devices_for_user

    done = []
    if group is not None:
        user.groups.set([Group.objects.get(name=group)])
        user.is_staff = group == OWNER
        done.append(f"group {group}")
    if password is not None:
        user.set_password(password)
        done.append("password")
    if active is not None:
        user.is_active = active
        done.append("enabled" if active else "disabled")
    if without_step:
        for device in chain(devices_for_user(user), devices_for_user(user, confirmed=False)):
            device.delete()
        done.append("without second step")
    return done


def let_in_again(*, actor: Actor, name: str) -> int:
    """Forget the wrong passwords that were typed under a name; how many these were. Raises `NotAllowed`."""
    from axes.utils import reset

    actor.need("auth.change_user")
    with transaction.atomic():
        count = reset(username=name)
        if not count and not User.objects.filter(username=name).exists():
            return 0
        record(actor.name, "user.unlock", "user", detail={"where": actor.where, "attempts": count})
    return count


def change_own_password(*, actor: Actor, before: str, password: str) -> User:
    """Set one's own password, which ends one's sessions elsewhere; raises `InputError` for a wrong one before."""
    assert actor.user is not None
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=actor.user.pk)
        if not user.check_password(before):
            raise InputError("user", [Mistake("before", "another one", "the password you signed in with")])
        check_password(user.username, password)
        user.set_password(password)
        user.save(update_fields=["password"])
        record(
            actor.name, "user.change", f"user:{user.pk}", detail={"where": actor.where, "what": ["password"]}
        )
    return user


def users(*, actor: Actor) -> list[Any]:
    """Who works here, by name: with groups, whether they have a second step and are locked out; two questions."""
    from axes.models import AccessAttempt
    from django.conf import settings
    from django.db.models import Exists, OuterRef
    from django_otp.plugins.otp_totp.models import TOTPDevice

    actor.need("auth.view_user")
    step = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    wrong = AccessAttempt.objects.filter(
        username=OuterRef("username"), failures_since_start__gte=settings.AXES_FAILURE_LIMIT
    )
    rows = User.objects.annotate(step=Exists(step), locked=Exists(wrong))
    return list(rows.order_by("-is_active", "username").prefetch_related("groups"))
