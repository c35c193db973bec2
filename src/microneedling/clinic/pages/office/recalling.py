"""A recall begun: the number of a lot or device, as it stands in the maker's letter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...exchange.recall_table import recall_table
from ...records.selectors.reading import need
from ...records.selectors.recall import recall as trace
from ...records.selectors.recall_found import named
from ...records.services.act import Actor
from ..asked import WRONG, asked, see
from ..forms import Clinical, text
from .typed import office


class Number(Clinical):
    """The number."""

    number = text(
        gettext_lazy("Number of the lot or device"),
        gettext_lazy("As it stands in the maker's letter; a serial number or a UDI does too."),
        most=160,
    )


@asked("GET", "POST")
def recall(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Find what is recalled: one leads on, several and what is spelt like it are told."""
    need(actor, "clinic_records.view_lotuse")
    form = Number(request.POST) if request.method == "POST" else Number()
    found: tuple[list[Any], list[Any]] = ([], [])
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["number"]
        found = named(typed)
        if len(found[0]) == 1:
            return see(request, reverse("clinic:recall", args=(found[0][0].id,)))
        if not typed.strip():
            form.add_error("number", _("Type the number that is recalled."))
        elif not found[0]:
            form.add_error("number", _("No lot or device on record has this number."))
    status = WRONG if form.errors else 200
    return office(request, "recall", form=form, items=found[0], near=found[1], status=status)


@asked("GET")
def table(request: HttpRequest, actor: Actor, item: UUID) -> HttpResponse:
    """All uses as a table, for whoever has to go through them."""
    data = recall_table(trace(actor=actor, text=str(item)))
    named_so = {"Content-Disposition": 'attachment; filename="recall.csv"'}
    return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=named_so)
