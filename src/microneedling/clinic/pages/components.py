"""The living page of the design system: every part in every state, for who builds pages and who judges them."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...errors import InputError, Mistake
from ..records.beware import Screened
from ..records.selectors.banner import Whose
from ..records.services.act import Actor, NotAllowed
from .asked import asked, shown
from .charts import Reading, score_chart
from .forms import Clinical, Draft, choice, number, text
from .grades import scale_in_words
from .planning.moving import Slider

LONG = "Maria Magdalena Konstantina Papadopoulou-Featherstonehaugh von und zu Beispielhausen"
RASH = "lidocaine: rash after the second application, seen in 2019"
COLOURS = ("ink", "soft", "edge", "line", "paper", "card", "sunk", "mark", "wash", "stop", "care", "told")


class Example(Clinical):
    """A field of each kind."""

    depth = number(_("Depth"), _("In millimetres; 1,5 and 1.5 are the same."))
    words = text(_("What was seen"), rows=3)
    device = choice(_("Device"), [("a", _("Pen 1")), ("b", _("Pen 2"))])
    side = choice(_("Side"), [("left", _("left")), ("right", _("right")), ("both", _("both"))], radio=True)
    locked = forms.CharField(label=_("Serial number"), disabled=True, required=False, initial="P-0001")


class _Alert:
    """An alert as a banner takes it."""

    def __init__(self, kind: str, words: str = ""):
        self.kind, self.text, self.none_known = kind, words, not words

    def get_kind_display(self) -> str:
        """The kind in words."""
        return self.kind


def _banners() -> list[dict[str, object]]:
    plain: dict[str, Any] = {
        "age": "44 years",
        "born": "3 May 1982",
        "state": "active",
        "state_words": "active",
    }
    people: tuple[tuple[int, str, str, dict[str, Any]], ...] = (
        (7, "Ada Example", "II", {"alerts": [_Alert("allergy")]}),
        (12, LONG, "III", {"alerts": [_Alert("allergy", RASH), _Alert("medicine", "warfarin")]}),
        (31, "ליאורה דוגמה", "IV", {"unasked": ["allergy"]}),
        (32, "ليلى مثال", "IV", {"screened": [Screened(str(_("blood thinners")), date(2026, 9, 7))]}),
    )  # fmt: skip
    return [
        {
            "whose": Whose(uuid.UUID(int=number), number, name, phototype=kind, **beware, **plain),
            "example": True,
        }
        for number, name, kind, beware in people
    ]


def _sliders() -> list[Slider]:
    """A day and a depth, as where a plan is moved."""
    return [
        Slider("example-day", str(_("Day of visit %(n)s")) % {"n": 2}, "28", "1", "70", "1", str(_("day"))),
        Slider("example-depth", str(_("Depth of visit %(n)s")) % {"n": 2}, "0.5", "0.1", "2", "0.05", "mm"),
    ]


def _mistaken() -> Example:
    form = Example({"depth": "7 mm", "words": "", "device": "a", "key": uuid.uuid4().hex}, auto_id="wrong_%s")
    form.is_valid()
    form.mistaken(InputError("zone", [Mistake("depth", '"7 mm"', "more than 0 and at most 5 mm", "")]))
    form.add_error("side", _("Say which side."))
    return form


@asked("GET")
def components(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All parts; for staff."""
    if not getattr(request.user, "is_staff", False):
        raise NotAllowed("not allowed: for staff")
    restored = Example(initial={"words": "Even redness after the third pass, then"})
    restored.restored = Draft({}, timezone.localtime())
    scale = scale_in_words("lemperle")
    assert scale is not None
    begin = date(2026, 9, 7)
    readings = [
        Reading(begin, 3, True),
        Reading(begin + timedelta(3), 3, True),
        Reading(begin + timedelta(88), 2),
    ]
    sessions = [begin + timedelta(days) for days in (7, 35, 63)]
    chart = score_chart("example-chart", "Fine lines, cheek", scale, readings, sessions)
    for level, words in (
        (messages.SUCCESS, _("The score was kept.")),
        (messages.WARNING, _("The lot runs out in three weeks.")),
    ):
        messages.add_message(request, level, words)
    return shown(
        request,
        "components",
        plain=Example(initial={"depth": "0,5"}, auto_id="plain_%s"),
        wrong=_mistaken(),
        draft=restored,
        banners=_banners(),
        chart=chart,
        scale=scale,
        colours=COLOURS,
        sliders=_sliders(),
        sizes=("small", "text", "lead", "head", "title"),
    )
