"""Who a page is about: what stands at the head of every page and sheet of a client."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..beware import Screened, beware_of, together
from ..models import Alert, Client, HiddenPhotograph, Identity, Photograph, Precision
from ..names import age_on
from ..services.act import Actor
from ..services.restricting import resting
from .clients import resolved, shown_name
from .reading import looked, need
from .withheld import as_allowed


@dataclass(frozen=True)
class Whose:
    """The client of a page, in words."""

    id: UUID
    number: int
    name: str
    age: str
    born: str
    phototype: str
    state: str
    state_words: str
    alerts: list[Any] = field(default_factory=list)
    screened: list[Screened] = field(default_factory=list)  # alerts that a signed screening found
    unasked: list[str] = field(
        default_factory=list
    )  # what has to be asked of everybody: silence is not "none known"
    partly: list[str] = field(default_factory=list)  # what was asked after in part alone
    photograph: UUID | None = None
    resting: list[Any] = field(default_factory=list)  # why the records rest, where they do


def whose(*, actor: Actor, client: UUID, noted: bool = True) -> tuple[Client, Whose]:
    """The client of an id, of one that was joined the other, and what is said of them on every page.

    The look is noted unless the page's own reading notes it. Raises `NotFound`, `NotAllowed`.
    """
    need(actor, "clinic_records.view_client")
    row = resolved(client)
    if noted:
        looked(actor, "client.read", row, row.pk)
    identity = (
        Identity.objects.filter(client=row).first() if actor.may("clinic_records.view_identity") else None
    )
    alerts = list(Alert.objects.filter(client=row, ended_on__isnull=True).order_by("none_known", "kind"))
    alerts, screened, unasked, partly = together(alerts, beware_of(row.pk))
    shot = None
    if actor.may("clinic_records.view_photograph"):
        hidden = HiddenPhotograph.objects.values("photograph")
        newest = Photograph.objects.filter(client=row).exclude(pk__in=hidden).order_by("-happened_at")
        shot = newest.values_list("pk", flat=True).first()
    return row, Whose(
        row.pk,
        row.number,
        name_of(row, identity),
        _age(identity),
        born_in_words(identity),
        row.phototype,
        row.state,
        row.get_state_display(),  # type: ignore[attr-defined]
        as_allowed(actor, alerts),
        screened,
        unasked,
        partly,
        shot,
        resting(row.pk) if row.state == Client.State.RESTRICTED else [],
    )


def name_of(client: Client, identity: Identity | None) -> str:
    """The name, or the number where the name is not for who asks."""
    return (
        shown_name(identity) if identity is not None else _("client %(number)s") % {"number": client.number}
    )


def _age(identity: Identity | None) -> str:
    if identity is None or identity.born_on is None:
        return ""
    age = age_on(identity.born_on, identity.born_precision, timezone.localdate())
    return _("%(age)s years") % {"age": age}


def born_in_words(identity: Identity | None) -> str:
    """A date of birth as far as it is known; never a day that was made up."""
    if identity is None:
        return _("not shown")
    if identity.born_on is None:
        return _("not known")
    shapes = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}
    return date_format(identity.born_on, shapes.get(identity.born_precision, "Y"))  # type: ignore[call-overload]
