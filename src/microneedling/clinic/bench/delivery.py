"""The delivery explorer: an active, what it comes in, and needles; how much gets where, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from django.http import HttpRequest, HttpResponse

from ...course.writing import tables_text
from ...device.library import device_types
from ...errors import InputError, MicroneedlingError
from ...report.delivery import page as report_page
from ...skin.sites import Site
from ...transport.actives import ACTIVES
from ...transport.delivery_file import FORMAT, from_tables
from .door import WRONG, bench, part_asked, shown, told
from .editing import same_elsewhere
from .fields import Field, choices, filled, with_mistakes, wrong_of
from .questions import DELIVER

NONE = "none"
PARTS = {
    "product": ("concentration_mg_per_ml", "dose_ul_per_cm2", "ph", "applied_after_min"),
    "person": ("age_year", "site"),
}


def fields() -> tuple[Field, ...]:
    """The fields of the page."""
    devices = ((NONE, "Not needled"), *choices(item.name for item in device_types().values()))
    return (
        Field("active", "Active", "ascorbic acid", choices=choices(ACTIVES), path="active.name"),
        Field("concentration_mg_per_ml", "Strength", "150", "mg/mL", ends=(1, 300, 1)),
        Field("dose_ul_per_cm2", "Amount put on", "5", "µL/cm²", ends=(0.5, 50, 0.5)),
        Field("ph", "pH", "3.5", ends=(2, 9, 0.1), path="product.ph"),
        Field("device", "Device", "Dermaroller MF8", choices=devices, path="instrument.device"),
        Field("depth_mm", "Needle length or set depth", "0.5", "mm", ends=(0.1, 2.5, 0.05), path="_mm"),
        Field("passes", "Passes (density)", "8", ends=(1, 16, 1)),
        Field("applied_after_min", "Put on after the needling", "0", "min", ends=(0, 1440, 5)),
        Field("site", "Site", "cheek", choices=choices(get_args(Site))),
        Field("age_year", "Age", "40", "years", ends=(18, 90, 1)),
        Field("hours", "Followed for", "24", "h", ends=(1, 96, 1), path="hours"),
    )


def text_of(given: Mapping[str, Field]) -> str:
    """The deliver file that the fields stand for; raises `InputError` with every mistake, as its file would."""
    value = {name: item.value for name, item in given.items()}
    tables: dict[str, Any] = {
        "format": FORMAT,
        "title": f"{given['active'].typed}, {given['device'].typed if value['device'] != NONE else 'not needled'}",
        "hours": value["hours"],
        "active": {"name": value["active"]},
        **{part: {name: value[name] for name in names} for part, names in PARTS.items()},
    }
    if value["device"] != NONE:
        found = device_types().get(value["device"])
        whole = found is not None and (found.kind == "pen" or "needle_length_mm" in found.numbers)
        length = {} if whole else {"needle_length_mm": value["depth_mm"]}
        tables["instrument"] = {"device": value["device"], **length}
        tables["needling"] = {"depth_mm": value["depth_mm"], "passes": value["passes"]}
    from_tables(tables, DELIVER.file)
    return tables_text(tables)


@bench("GET", "POST")
def delivery(request: HttpRequest) -> HttpResponse:
    """The explorer with its answer of few draws."""
    given, status, what = filled(fields(), request.POST or request.GET), 200, {}
    amount = DELIVER.few
    try:
        text = text_of(given)
        what = dressed(DELIVER.ask(text, amount)) | {
            "elsewhere": same_elsewhere(request, DELIVER, text, amount)
        }
    except MicroneedlingError as error:
        status, what = WRONG, {"wrong": told(error)}
        if isinstance(error, InputError):
            given = with_mistakes(given, error.mistakes)
    what |= {"amount": amount, "fields": list(given.values()), "held": wrong_of(given)}
    return shown(
        request, "parts/delivery_answer" if part_asked(request) else "delivery", status=status, **what
    )


def dressed(run: Any) -> dict[str, Any]:
    """What the page shows of a delivery: as its report does."""
    shown_there = report_page(run)
    names = (
        "title",
        "lead",
        "skin",
        "cards",
        "rates",
        "notes",
        "parts",
        "part_words",
        "gain",
        "where",
        "needled",
    )
    return {name: shown_there[name] for name in (*names, "sections", "head", "rows")}
