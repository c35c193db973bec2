"""Records that rest, and one consent taken back: what a client may ask for short of an erasure."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from ..models import Client, Consent, ConsentKind, ConsentWithdrawal, Restriction
from ..selectors.clients import led_to
from .act import Actor, one, service
from .consents import withdraw_consent
from .rows import added, changed, refused

State = Client.State


@service("clinic_records.add_restriction")
def restrict_client(*, actor: Actor, client: UUID, ground: str, reason: str = "") -> Restriction:
    """Have a client's records rest: they are kept, and nothing new is done with them until it is lifted.

    What the client asks for, what is put right, unwanted effects and recalls go on. Raises `InputError` where they
    rest already.
    """
    row = led_to(one(Client, client, lock=True))
    if row.state != State.ACTIVE:
        raise refused("client", ("client", f"one who is {row.get_state_display()}", "one in use"))  # type: ignore[attr-defined]
    made = added(
        Restriction(client=row, ground=ground, reason=reason), actor, "client.restrict", row, ground=ground
    )
    changed(Client, row.pk, row.version, {"state": State.RESTRICTED}, actor, "client.restrict")
    return made


def resting(client: UUID) -> list[Restriction]:
    """The restrictions of a client that hold, the oldest first."""
    return list(Restriction.objects.filter(client=client, lifted_at=None).order_by("entered_at"))


@service("clinic_records.change_restriction")
def lift_restriction(*, actor: Actor, restriction: UUID, reason: str) -> Restriction:
    """End a restriction, with the reason; the client is to be told before it ends, which the program cannot do.

    Raises `InputError` for one that ended, and for what rests because the rest was erased.
    """
    row = one(Restriction, restriction, lock=True)
    mistakes = []
    if row.lifted_at is not None:
        mistakes.append(("restriction", "one that was lifted", "one that holds"))
    if row.ground == Restriction.Ground.ERASED:
        mistakes.append(
            ("restriction", "one of records that were erased but for what must be kept", "another")
        )
    if not reason.strip():
        mistakes.append(("reason", "nothing", "why they are used again"))
    if mistakes:
        raise refused("restriction", *mistakes)
    ended = {"lifted_at": timezone.now(), "lifted_by": actor.user, "lifted_reason": reason}
    row = changed(Restriction, row.pk, row.version, ended, actor, "client.release")
    others = Restriction.objects.filter(client=row.client_id, lifted_at=None)
    if not others.exists():
        client = one(Client, row.client_id, lock=True)
        changed(Client, client.pk, client.version, {"state": State.ACTIVE}, actor, "client.release")
    return row


@service("clinic_records.add_consentwithdrawal")
def withdraw_kind(
    *,
    actor: Actor,
    client: UUID,
    kind: str,
    reason: str = "",
    happened_at: datetime | None = None,
    time_zone: str = "",
) -> ConsentWithdrawal:
    """Take back one of the three consents (treatment, photography, publication), however often it was given.

    The other two hold as before. Returns the last of the withdrawals; raises `InputError` where none holds.
    """
    row = led_to(one(Client, client))
    if kind not in ConsentKind.values:
        raise refused("consent", ("kind", f'"{kind[:20]}"', " | ".join(ConsentKind.values)))
    held = Consent.objects.filter(
        client=row, offer__kind=kind, decision=Consent.Decision.GIVEN, withdrawal__isnull=True
    )
    done = None
    for consent in held.order_by("happened_at"):
        done = withdraw_consent(
            actor=actor, consent=consent.pk, reason=reason, happened_at=happened_at, time_zone=time_zone
        )
    if done is None:
        raise refused("consent", ("kind", f"no consent to {kind} that holds", "one that was given"))
    return done
