"""The course editor: the text of a course file, and beside it what is forecast of it, live."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse

from ...cli.commands.new import USUAL, examples, title
from ...phrases import number, span
from .beside.course_fields import course_fields
from .door import bench, shown
from .editing import answered, sent_text
from .questions import SIMULATE


@bench("GET", "POST")
def course(request: HttpRequest) -> HttpResponse:
    """The editor with its answer; what is sent is the text of the file."""
    known = examples()
    start = request.GET.get("start", USUAL)
    chosen = start if start in known else USUAL
    text = sent_text(request, known[chosen].read_text(encoding="utf-8"))
    starts = [(name, title(path)) for name, path in known.items()]
    return answered(request, SIMULATE, text, "course", dressed, course_fields(), starts=starts, chosen=chosen)


def dressed(forecast: Any) -> dict[str, Any]:
    """What the page shows of a forecast: the concern first, curves, sessions, what may go wrong, the screen."""
    parts = forecast.zones or (forecast,)
    return {
        "card": forecast.card(),
        "zones": [_zone(part, len(parts) > 1, place) for place, part in enumerate(parts)],
        "sessions": sessions_in_words(forecast.sessions),
        "harm": harm_rows(forecast.harm),
        "findings": forecast.findings,
        "assumed": forecast.assumed,
        "without_effect": forecast.without_effect,
        "draws": forecast.manifest["draws"],
        "grades": forecast.manifest["numbers_by_grade"],
    }


def _zone(forecast: Any, several: bool, place: int) -> dict[str, Any]:
    """The charts of a zone; where there are several its name is part of their ids."""
    from ...report.course.outcomes import outcome_views

    views = outcome_views(forecast)
    told = [
        {
            "view": item,
            "chart": _own(item.chart, place) if several else item.chart,
            "phone": _own(item.phone, place) if several else item.phone,
        }
        for item in views
    ]
    asked = [item for item in told if item["view"].asked_for]
    return {
        "site": forecast.course.person.site if several else "",
        "asked": asked,
        "others": [item for item in told if not item["view"].asked_for],
    }


def _own(chart: Any, place: int) -> Any:
    """A chart whose ids are its zone's own: the same outcome is drawn once a zone."""
    return chart if chart is None else type(chart)(chart.replace("fan-", f"zone-{place}-fan-"))


def spread(held: Any, unit: str = "", digits: int = 2) -> str:
    """`1.4 mm (1.2 to 1.6)`: median and 80 % interval of a JSON answer, in words."""
    unit = f" {unit}" if unit else ""
    if held["low80"] is None:
        return f"{number(held['median'], digits)}{unit}"
    return f"{number(held['median'], digits)}{unit} ({span(held['low80'], held['high80'])})"


def sessions_in_words(sessions: Iterable[Any]) -> list[dict[str, str]]:
    """What each session did; sessions that say the same stand in one row, their days in a list."""
    found: dict[tuple[str, ...], list[str]] = {}
    for item in sessions:
        said = item.to_json()
        row = (
            item.zone,
            spread(said["reach_mm"], "mm"),
            spread(said["channels_per_cm2"]),
            spread({key: 100 * value for key, value in said["open_share"].items()}, "%"),
            spread(said["pain_vas"]),
        )
        found.setdefault(row, []).append(f"{item.day:g}")
    names = ("zone", "reached", "channels", "open", "pain")
    return [{**dict(zip(names, row, strict=True)), "days": ", ".join(days)} for row, days in found.items()]


def harm_rows(harm: Any) -> list[tuple[str, str]]:
    """What follows a session, each with its interval."""
    said = harm.to_json()
    marks = {key: 100 * value for key, value in said["pih_probability"].items() if key != "mean"}
    return [
        ("Red for", spread(said["erythema_days"], "days")),
        ("Downtime", spread(said["downtime_days"], "days")),
        ("Channels open for", spread(said["channels_open_h"], "h")),
        ("Barrier open for", spread(said["barrier_open_h"], "h")),
        ("Dark marks", spread(marks, "%")),
    ]


@bench("GET")
def start(request: HttpRequest) -> HttpResponse:
    """The text of a course to start from, as a file."""
    known = examples()
    name = request.GET.get("name", USUAL)
    if name not in known:
        return shown(request, "index", status=404)
    answer = HttpResponse(
        known[name].read_text(encoding="utf-8"), content_type="application/toml; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{SIMULATE.file}"'
    return answer
