"""How every write is done: allowed to whom, in one transaction with its audit entry, and only once for one key."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db import models, transaction

from ....errors import InputError, MicroneedlingError, Mistake
from ...audit.record import canonical, digest_of, in_turn, record
from ..models import Once
from .conflict import Conflict, keep_conflict

P = ParamSpec("P")
R = TypeVar("R", bound=models.Model)
SERVICES: dict[
    str, tuple[Callable[..., models.Model], str]
] = {}  # name -> the service, the permission it needs


class NotAllowed(MicroneedlingError):
    """Who asked may not do this; says which permission it needs."""

    exit_code = 4


class NotFound(MicroneedlingError):
    """There is no such record, or none that may be seen."""


@dataclass(frozen=True)
class Actor:
    """Who acts, from where, and the key under which a repetition of the same act is known.

    Without a user it is the program itself, on the command line of whoever may read the home folder.
    """

    user: User | None = None
    where: str = "command line"
    key: str = ""

    @property
    def name(self) -> str:
        """What the audit calls them: the user's id, for names of people change and are people's data."""
        return f"user:{self.user.pk}" if self.user is not None else self.where

    def may(self, permission: str) -> bool:
        """Whether a permission such as `clinic_records.add_client` is held."""
        return self.user is None or self.user.has_perm(permission)

    def need(self, permission: str) -> None:
        """Raise `NotAllowed` unless the permission is held."""
        if not self.may(permission):
            raise NotAllowed(f"not allowed: this needs the permission {permission}")


BY_ITSELF = Actor(where="by itself")  # the clinic, of what it does unasked


def actor_of(user: AbstractBaseUser | AnonymousUser, where: str, key: str = "") -> Actor:
    """The actor behind a request; raises `NotAllowed` for nobody."""
    if not isinstance(user, User) or not user.is_active:
        raise NotAllowed("not allowed: nobody is signed in")
    return Actor(user, where, key)


def service(permission: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A write: `actor` needs the permission; the whole is one transaction; a key that was used answers as it did then.

    Raises `NotAllowed`; `InputError` where a key comes again with other content; `Conflict`, whose text is kept.
    """

    def dress(act: Callable[P, R]) -> Callable[P, R]:
        @wraps(act)
        def done(*args: P.args, **given: P.kwargs) -> R:
            actor: Any = given["actor"]
            try:
                actor.need(permission)
                with transaction.atomic():
                    in_turn()
                    if not actor.key or actor.user is None:
                        return act(*args, **given)
                    return _once(act, actor, given)
            except Conflict as conflict:
                keep_conflict(conflict, actor.user)
                raise
            except NotAllowed:
                note_refusal(actor, act.__name__)
                raise

        SERVICES[act.__name__] = (done, permission)
        return done

    return dress


def _once(act: Callable[..., R], actor: Actor, given: dict[str, Any]) -> R:
    asked = digest_of(canonical({name: _plain(value) for name, value in given.items() if name != "actor"}))
    before = Once.objects.filter(user=actor.user, key=actor.key).first()
    if before is not None:
        if (before.action, before.asked) != (act.__name__, asked):
            found = "a key that was used for something else"
            raise InputError("the request", [Mistake("key", found, "a new key for a new request")])
        kept: type[R] = inspect.get_annotations(act, eval_str=True)["return"]
        return kept._default_manager.get(pk=before.record)
    row = act(**{**given, "actor": replace(actor, key="")})
    kind = str(row._meta.label)
    Once.objects.create(
        user=actor.user, key=actor.key, action=act.__name__, asked=asked, kind=kind, record=row.pk
    )
    return row


def done_before(actor: Actor) -> bool:
    """Whether an act was done already under the key of this actor."""
    return bool(actor.key) and Once.objects.filter(user=actor.user, key=actor.key).exists()


def _plain(value: Any) -> Any:
    """A value as JSON can say it; what is uploaded by its digest."""
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "read"):
        whole = value.read()
        value.seek(0)
        return hashlib.sha256(whole).hexdigest()
    return value if value is None or isinstance(value, bool | int | float | str) else repr(value)


def one(model: type[R], key: UUID | str | int, *, lock: bool = False) -> R:
    """The row of an id, held for this transaction if asked; raises `NotFound`."""
    rows = model._default_manager.all()
    try:
        return (rows.select_for_update() if lock else rows).get(pk=key)
    except (model.DoesNotExist, ValueError, TypeError):  # type: ignore[attr-defined]
        raise NotFound(f"no such {model._meta.verbose_name}") from None
    except Exception as error:
        if type(error).__name__ == "ValidationError":  # an id that is none
            raise NotFound(f"no such {model._meta.verbose_name}") from None
        raise


def note_refusal(actor: Actor, what: str) -> None:
    """That somebody asked for what they may not, in a transaction of its own: the act itself left nothing."""
    with transaction.atomic():
        record(actor.name, "refused", f"asked:{what}", detail={"where": actor.where})


def noted(actor: Actor, action: str, row: models.Model, client: Any = None, **detail: Any) -> None:
    """The audit entry of an act on a row; `client` is whose record it is."""
    pk = getattr(client, "pk", client)
    subject = f"{row._meta.model_name}:{row.pk}"
    record(actor.name, action, subject, str(pk or ""), {"where": actor.where, **detail})
