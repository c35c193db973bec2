"""What entries of the audit are about, in words: the client by number and name, the thing by what it is called.

The entries themselves hold ids alone, and stay as they are: names are looked up while a leaf is read. Of an erased
client nothing but the number is there to be found, and a name is for those alone who may see names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from ....work.models import Job
from ...called import subject_in_words
from ...models import Client, ConsentText, Device, Identity, Lot, Product
from ...services.act import BY_ITSELF, Actor
from ..clients import shown_name

# Kind of thing that is nobody's record -> its table and what one is called.
NAMED: dict[str, tuple[type[models.Model], Callable[[Any], str]]] = {
    "lot": (Lot, lambda row: f"{row.product.name}, {row.number}"),
    "product": (Product, lambda row: row.name),
    "device": (Device, lambda row: row.name),
    "consenttext": (ConsentText, lambda row: row.title),
    "job": (Job, lambda row: _(row.kind)),
}


@dataclass(frozen=True)
class About:
    """What one entry is about: the kind of the thing in words, its own name, its id, and whose record it is."""

    kind: str  # as the audit names it
    words: str
    key: str
    name: str = ""
    client: str = ""  # in words
    erased: bool = False  # nothing is left to be opened


def abouts(actor: Actor, rows: Iterable[Mapping[str, Any]], users: Mapping[str, str]) -> list[About]:
    """What each entry (`subject`, `client`) is about, in order; `users`: what the audit calls somebody -> name."""
    split = [(*row["subject"].partition(":")[::2], row["client"]) for row in rows]
    clients, names = _clients(actor, {client for _kind, _key, client in split if client}), _names(split)
    found = []
    for kind, key, client in split:
        words, erased = clients.get(client, ("", False))
        name = names.get((kind, key), "")
        if kind == "user" and key:
            name = who_in_words(f"user:{key}", users)
        if kind == "asked":  # what was refused: a permission or a service
            name = key.rpartition(".")[2].replace("_", " ")
        found.append(About(kind, subject_in_words(kind), key, name, words, erased))
    return found


def who_in_words(who: str, users: Mapping[str, str]) -> str:
    """Who acted: the name they sign in with; somebody who is no user any more by their number."""
    if who in users:
        return users[who]
    kind, _colon, number = who.partition(":")
    if kind == "user" and number:
        return _("user %(number)s, no longer here") % {"number": number}
    return {Actor().name: _("command line"), BY_ITSELF.name: _("by itself")}.get(who, who)


def _clients(actor: Actor, keys: set[str]) -> dict[str, tuple[str, bool]]:
    """Id -> the client in words, and whether they are erased."""
    rows = {str(row.pk): row for row in Client.objects.filter(pk__in=keys)}
    named: dict[str, str] = {}
    if actor.may("clinic_records.view_identity"):
        known = Identity.objects.filter(client__in=keys).exclude(client__state=Client.State.ERASED)
        named = {str(row.client_id): shown_name(row) for row in known}  # type: ignore[attr-defined]
    found = {}
    for key, row in rows.items():
        words = _("client %(number)s") % {"number": row.number}
        erased = row.state == Client.State.ERASED
        words += f", {_('erased')}" if erased else f", {named[key]}" if named.get(key) else ""
        found[key] = (words, erased)
    return found


def _names(split: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], str]:
    """What things that belong to no client are called, a question for each kind that is there."""
    wanted: dict[str, set[str]] = {}
    for kind, key, _client in split:
        if kind in NAMED and key:
            wanted.setdefault(kind, set()).add(key)
    found = {}
    for kind, keys in wanted.items():
        model, called = NAMED[kind]
        rows = model._default_manager.filter(pk__in=keys)
        for row in rows.select_related("product") if kind == "lot" else rows:
            found[kind, str(row.pk)] = called(row)
    return found
