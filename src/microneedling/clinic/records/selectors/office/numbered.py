"""Clients named by their number, as people of the office name them; and two of them side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .....errors import InputError, Mistake
from ...called import table_in_words
from ...models import Client, Identity
from ...owners import counts, family
from ...services.act import Actor
from ..banner import born_in_words, name_of
from ..clients import led_to
from ..reading import looked, need


def numbered(*, actor: Actor, typed: str, where: str = "number") -> Client:
    """The client of a number as it is typed, one who was joined with another as themselves.

    Raises `InputError` for what no client has, `NotAllowed`.
    """
    need(actor, "clinic_records.view_client")
    text = typed.strip().removeprefix("#")
    row = Client.objects.filter(number=int(text)).first() if text.isascii() and text.isdigit() else None
    if row is None:
        found = f'"{text[:20]}", which no client has' if text else '""'
        raise InputError("client", [Mistake(where, found, "the number of a client")])
    return row


@dataclass(frozen=True)
class Side:
    """One of two clients: who it is, and how many rows of each table are theirs."""

    row: Client
    name: str
    born: str
    identity: Identity | None
    counts: dict[str, int]
    joined: int

    @property
    def rows(self) -> int:
        """All rows together."""
        return sum(self.counts.values())


def side_of(*, actor: Actor, client: Client) -> Side:
    """A client as one side of a comparison; the look is noted."""
    need(actor, "clinic_records.view_identity")
    row = led_to(client)
    looked(actor, "client.compare", row, row.pk)
    identity = Identity.objects.filter(client=row).first()
    people = family(row)
    name, born = name_of(row, identity), born_in_words(identity)
    return Side(row, name, born, identity, counts(people), len(people) - 1)


def side_by_side(one: Side, other: Side) -> list[dict[str, Any]]:
    """What is known of both: each fact with the words of the one and of the other, and whether they differ."""
    facts = (
        *(("given_name", _("given name")), ("family_name", _("family name")), ("known_as", _("known as"))),
        *(("telephone", _("telephone")), ("email", _("e-mail")), ("address", _("address"))),
    )
    found = [
        {"words": words, "one": getattr(one.identity, name, ""), "other": getattr(other.identity, name, "")}
        for name, words in facts
    ]
    found.insert(3, {"words": _("born"), "one": one.born, "other": other.born})
    for name, words in (
        ("sex", _("sex")),
        ("phototype", _("skin type")),
        ("smoker", _("smoker")),
        ("own_words", _("own words")),
    ):
        found.append({"words": words, "one": getattr(one.row, name), "other": getattr(other.row, name)})
    for fact in found:
        fact["differ"] = fact["one"] != fact["other"]
    return [fact for fact in found if fact["one"] not in ("", None) or fact["other"] not in ("", None)]


def tables_of(one: Side, other: Side) -> list[dict[str, Any]]:
    """Of each table of which one of the two has rows: how many are the one's, the other's, and both's together."""
    names = {name for side in (one, other) for name, n in side.counts.items() if n}
    return [
        {"words": table_in_words(name), "one": one.counts[name], "other": other.counts[name],
         "both": one.counts[name] + other.counts[name]}
        for name in sorted(names)
    ]  # fmt: skip
