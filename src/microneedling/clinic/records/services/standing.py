"""Whether a client's records may be written to: not where they rest, were joined with others, or were erased."""

from __future__ import annotations

from ....errors import InputError, Mistake
from ..models import Client, Restriction

State = Client.State
# What may be written although records rest: what the client asks for, what is put right, what safety needs.
AT_REST = {
    "appointment.settle",
    "client.export",
    "client.release",
    "client.restrict",
    "consent.withdraw",
    "photograph.hide",
    "session.void",
    "stock.return",
}
PUT_RIGHT = {"alert.add", "alert.end", "client.change", "identity.change", "measurement.correct"}


def check_standing(client: Client, action: str) -> None:
    """Raise `InputError` where an act may not be written to a client's records."""
    if client.state == State.ACTIVE:
        return
    if client.state == State.MERGED:
        kept = client.merged_into
        number = kept.number if kept is not None else "unknown"
        allowed = f"client {number}, with whom these records were joined"
        raise _refused(
            f"client {client.number}, joined with another", allowed, f"The id is {kept and kept.pk}"
        )
    if client.state == State.ERASED:
        raise _refused(f"client {client.number}, whose records were erased", "a new client")
    if action in AT_REST or action.endswith(".addendum") or action.startswith("event."):
        return
    erased = Restriction.objects.filter(client=client, lifted_at=None, ground=Restriction.Ground.ERASED)
    if action in PUT_RIGHT and not erased.exists():
        return
    found = f"client {client.number}, whose records rest: they are kept and used for nothing else"
    raise _refused(found, "the restriction lifted first; or a correction, a withdrawal, an addendum")


def _refused(found: str, allowed: str, hint: str = "") -> InputError:
    return InputError("client", [Mistake("client", found, allowed, hint)])
