"""Tables brought in: chosen, tried, what has to be said first asked, looked at, then done in portions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...exchange.tables.columns import LEFT_OUT
from ...exchange.tables.encodings import KNOWN
from ...exchange.tables.entering import NEEDS
from ...exchange.tables.fields import KINDS
from ...records.selectors.office.imports import imports_done
from ...records.services.act import Actor
from ...tray import ABOUT, Tray, new_tray
from ...work.handing_in import GIVEN, REJECTS, told_in
from ...work.models import Job
from ...work.queue import inputs_of, put_in
from ..asked import WRONG, asked, new_key, see
from ..forms import Clinical, choice
from .jobs import GOING, own_job, own_jobs, sent_file
from .typed import office

WORDS = {
    "clients": gettext_lazy("clients"),
    "lots": gettext_lazy("lots"),
    "sessions": gettext_lazy("sessions"),
    "measurements": gettext_lazy("scores and measurements"),
}
LARGEST = 15_000_000  # bytes of a table that comes through a browser; the command takes larger ones
ORDERS = (
    ("dmy", gettext_lazy("day, month, year")),
    ("mdy", gettext_lazy("month, day, year")),
    ("ymd", gettext_lazy("year, month, day")),
)
SIGNS = (("comma", gettext_lazy("comma: 1,5")), ("point", gettext_lazy("point: 1.5")))


def may_bring(actor: Actor, kind: str) -> bool:
    """Whether somebody may bring in tables of a kind."""
    return all(actor.may(f"clinic_records.{name}") for name in NEEDS[kind])


class HandIn(Clinical):
    """A table, and of what."""

    kind = choice(gettext_lazy("Of what"), [], radio=True)
    table = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy("CSV, as every spreadsheet and most programs save it; up to 15 MB."),
        required=False,
        widget=forms.FileInput({"accept": ".csv,.txt,.tsv,text/csv"}),
    )
    encoding = choice(
        gettext_lazy("How it was saved"), [("", gettext_lazy("find out")), *((n, n) for n in KNOWN)]
    )

    def clean(self) -> dict[str, Any]:
        """A kind, and a table that is not too large."""
        found = super().clean() or self.cleaned_data
        if not found.get("kind"):
            self.add_error("kind", _("Say of what."))
        if not found.get("table") and "table" not in self.errors:
            self.add_error("table", _("Choose the file."))
        elif found.get("table") and found["table"].size > LARGEST:
            self.add_error("table", _("Part it, or bring it in on the machine: microneedling clinic import."))
        return found


@asked("GET", "POST")
def imports(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A table to bring in, and what came in before."""
    kinds = [(name, WORDS[name]) for name in WORDS if may_bring(actor, name)]
    if not kinds:
        actor.need("clinic_records.add_client")
    form = HandIn(request.POST, files=request.FILES) if request.method == "POST" else HandIn()
    form.fields["kind"].choices = kinds  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid():
        tray, found = new_tray(), form.cleaned_data
        tray.put(GIVEN, found["table"].read())
        tray.say(ABOUT, {"source": found["table"].name[:200]})
        said = {"encoding": found["encoding"], "columns": {}, "date_orders": {}, "decimals": {}}
        job = _put_in(actor, tray.key, found["kind"], said, "", new_key())
        return see(request, reverse("clinic:office-import", args=(job.pk,)))
    what = {"form": form, "runs": imports_done(actor=actor), "own": own_jobs(actor, "import"), "words": WORDS}
    return office(request, "imports", status=WRONG if form.is_bound else 200, **what)


def _put_in(actor: Actor, tray: str, kind: str, said: dict[str, Any], token: str, name: str) -> Job:
    for permission in NEEDS[kind]:
        actor.need(f"clinic_records.{permission}")
    inputs = {"tray": tray, "kind": kind, "said": said, "token": token, "name": name}
    return put_in(actor=actor, kind="import", inputs=inputs, needs=f"clinic_records.{NEEDS[kind][0]}")


@asked("GET", "POST")
def one_import(request: HttpRequest, actor: Actor, job: UUID) -> HttpResponse:
    """What came of one: how far it is, what has to be said, what each row would become, what was done."""
    row = own_job(actor, job, "import")
    inputs = inputs_of(row)
    tray = Tray(inputs["tray"])
    there = tray.has(told_in(inputs["name"])) and tray.has(GIVEN)
    if request.method == "POST" and row.state == Job.State.DONE and there:
        said, token = inputs["said"], ""
        if request.POST.get("act") == "do":
            token = tray.said(told_in(inputs["name"]))["token"]
        else:
            said = _said(request.POST, inputs)
        key = actor.key or new_key()
        following = _put_in(actor, inputs["tray"], inputs["kind"], said, token, key)
        return see(request, reverse("clinic:office-import", args=(following.pk,)))
    what: dict[str, Any] = {
        "job": row,
        "going": row.state in GOING,
        "kind": WORDS[inputs["kind"]],
        "key": new_key(),
    }
    what["source"] = tray.said(ABOUT)["source"] if tray.has(ABOUT) else ""
    if row.state == Job.State.DONE:
        if not there:
            return office(request, "import", **what, cleared=True)
        said = tray.said(told_in(inputs["name"]))
        what |= {"said": said, "columns": _columns(inputs, said), "unsaid": _unsaid(said, inputs["said"])}
    return office(request, "import", **what)


def _columns(inputs: dict[str, Any], said: dict[str, Any]) -> list[dict[str, Any]]:
    """Every field of the kind with the column it is read from, to be mapped otherwise."""
    left_out = inputs["said"]["columns"]
    return [
        {
            "name": field.name,
            "words": field.name.replace("_", " "),
            "needed": field.needed,
            "now": said["columns"].get(field.name, left_out.get(field.name, "")),
            "how": said.get("date_orders", {}).get(said["columns"].get(field.name, ""), "")
            or said.get("decimals", {}).get(said["columns"].get(field.name, ""), ""),
        }
        for field in KINDS[inputs["kind"]]
    ]


def _unsaid(said: dict[str, Any], before: dict[str, Any]) -> list[dict[str, Any]]:
    """Each column of which the order of dates or the sign of decimals has to be said, with what there is to choose."""
    names = said.get("names", [])
    found = []
    for group, choices, kept in (("dates", ORDERS, "date_orders"), ("numbers", SIGNS, "decimals")):
        known = said.get(kept, before[kept]) if kept in said else before[kept]
        for column in said.get(group, []) or [name for name in known if name in names]:
            now = known.get(column, "")
            about = next(
                (a["found"] for a in said.get("asked", []) if a["about"].endswith(f" of {column}")), ""
            )
            field = f"{group}-{names.index(column)}"
            found.append({"field": field, "column": column, "choices": choices, "now": now, "about": about})
    return found


def _said(sent: Any, inputs: dict[str, Any]) -> dict[str, Any]:
    """How the table is to be read, as the form says it."""
    tray = Tray(inputs["tray"])
    names = tray.said(told_in(inputs["name"])).get("names", [])
    columns = {
        field.name: typed
        for field in KINDS[inputs["kind"]]
        if (typed := sent.get(f"column-{field.name}", "")) and (typed in names or typed == LEFT_OUT)
    }
    orders = {name: word for at, name in enumerate(names) if (word := sent.get(f"dates-{at}", ""))}
    signs = {name: word for at, name in enumerate(names) if (word := sent.get(f"numbers-{at}", ""))}
    before = inputs["said"]
    return {
        "encoding": before["encoding"],
        "columns": columns or before["columns"],
        "date_orders": {**before["date_orders"], **orders},
        "decimals": {**before["decimals"], **signs},
    }


@asked("GET")
def rejects(request: HttpRequest, actor: Actor, job: UUID) -> HttpResponse:
    """The rejected rows with their reasons, in the same columns: put right there and given again."""
    return sent_file(actor, own_job(actor, job, "import"), REJECTS, "import.rejects")
