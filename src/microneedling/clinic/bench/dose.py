"""The dose explorer: a device, a depth and a density, and what they do; then the same at other depths.

The fields stand for a course file, which is shown and which `simulate` answers: there is no other model behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, get_args

from django.http import HttpRequest, HttpResponse

from ...course.course import Course
from ...course.reading import course_from_tables
from ...course.writing import course_text
from ...device.library import device_types
from ...errors import InputError, MicroneedlingError
from ...figures.sweep import Point, sweep_chart
from ...inputs.phototypes import PHOTOTYPES
from ...skin.concern import SCALES
from ...skin.sites import Site
from .course import spread
from .door import WRONG, bench, part_asked, shown, told
from .editing import same_elsewhere
from .fields import Field, choices, filled, with_mistakes, wrong_of
from .questions import SIMULATE

FORMAT, DAY_AFTER = 2, 1.0
DEPTHS_MM = (0.25, 0.5, 1.0, 1.5, 2.0, 2.5)  # of the curves over depth; those beyond the device are left out
# Name of a row -> its title, its unit.
ROWS = {
    "reached": ("Reached depth", "mm"),
    "channels": ("Channels", "per cm²"),
    "closure": ("Channels open for", "h"),
    "water_loss": ("Water loss after a day, change", "g/m²/h"),
    "redness": ("Red for", "days"),
    "benefit": ("Chance that the change is noticed", "%"),
}


def fields() -> tuple[Field, ...]:
    """The fields of the page."""
    devices = choices(item.name for item in device_types().values())
    return (
        Field("device", "Device", "pen, 12 needles", choices=devices, path="device"),
        Field("depth_mm", "Set depth", "1.0", "mm", ends=(0.1, 2.5, 0.05), path="depth_mm"),
        Field("passes", "Passes (density)", "4", ends=(1, 12, 1), path="passes"),
        Field("sessions", "Sessions", "3", ends=(1, 8, 1), path="repeat.times"),
        Field("every_day", "Days between them", "28", ends=(7, 84, 1), path="repeat.every_day"),
        Field("concern", "Concern", "fine lines", choices=choices(SCALES), path="concern[0].kind"),
        Field("site", "Site", "cheek", choices=choices(get_args(Site)), path="site"),
        Field("phototype", "Phototype", "II", choices=choices(PHOTOTYPES), path="phototype"),
        Field("age_year", "Age", "40", "years", ends=(18, 90, 1), path="age_year"),
    )


def course_of(given: Mapping[str, Field], depth_mm: Any = None) -> Course:
    """The course that the fields stand for; raises `InputError` with every mistake, as its file would."""
    value = {name: item.value for name, item in given.items()}
    depth = value["depth_mm"] if depth_mm is None else depth_mm
    device = value["device"]
    found = device_types().get(device)
    if found is not None and found.kind != "pen" and "needle_length_mm" not in found.numbers:
        device = f"{device} {depth} mm"  # a roller or stamp has no other depth than the length of its needles
    session = {"day": 0, "device": device, "depth_mm": depth, "passes": value["passes"]}
    session["repeat"] = {"every_day": value["every_day"], "times": value["sessions"]}
    person = {name: value[name] for name in ("age_year", "site", "phototype")}
    tables = {
        "format": FORMAT,
        "title": f"Dose: {given['device'].typed}, {depth} mm",
        "person": {"sex": "female", **person},
        "concern": [{"kind": value["concern"]}],
        "session": [session],
    }
    return course_from_tables(tables, SIMULATE.file)


def days_of(course: Course) -> tuple[float, float]:
    """The days to report: the one after the first session, for water loss, and the one of judging."""
    return (DAY_AFTER, float(course.assessment_day))


def measured(forecast: Any) -> dict[str, dict[str, float]]:
    """Each row with its median and 80 % interval, as the JSON answer of `simulate` has them."""
    said = forecast.to_json()
    session, harm = said["sessions"][0], said["harm"]
    water = next(item for item in said["outcomes"] if item["name"] == "tewl")
    chance = said["chances"][0]
    return {
        "reached": session["reach_mm"],
        "channels": session["channels_per_cm2"],
        "closure": harm["channels_open_h"],
        "water_loss": water["at"][0],
        "redness": harm["erythema_days"],
        "benefit": {
            "median": 100 * chance["chance"],
            "low80": 100 * chance["low80"],
            "high80": 100 * chance["high80"],
        },
    }


@bench("GET", "POST")
def dose(request: HttpRequest) -> HttpResponse:
    """The explorer with its answer of few draws."""
    given, status, what = filled(fields(), request.POST or request.GET), 200, {}
    amount = SIMULATE.few
    try:
        course = course_of(given)
        text, days = course_text(course), days_of(course)
        forecast = SIMULATE.ask(text, amount, days=days)
        rows = measured(forecast)
        what = {
            "rows": [(ROWS[name][0], ROWS[name][1], spread(rows[name])) for name in ROWS],
            "card": forecast.card(),
            "findings": forecast.findings,
            "more": _more(forecast),
            "elsewhere": same_elsewhere(request, SIMULATE, text, amount, days=days),
        }
    except MicroneedlingError as error:
        status, what = WRONG, {"wrong": told(error)}
        if isinstance(error, InputError):
            given = with_mistakes(given, error.mistakes)
    what |= {"amount": amount, "fields": list(given.values()), "held": wrong_of(given)}
    return shown(request, "parts/dose_answer" if part_asked(request) else "dose", status=status, **what)


def _more(forecast: Any) -> list[tuple[str, str]]:
    said = forecast.to_json()
    session, harm = said["sessions"][0], said["harm"]
    percent = {key: 100 * value for key, value in session["open_share"].items()}
    return [
        ("Strikes per cm²", spread(session["strikes_per_cm2"], digits=3)),
        ("Open share of the surface", spread(percent, "%")),
        ("Bleeding points per cm²", spread(session["bleeding_points_per_cm2"])),
        ("Barrier open for", spread(harm["barrier_open_h"], "h")),
        ("Downtime", spread(harm["downtime_days"], "days")),
        ("Pain without a cream, 0-10", spread(session["pain_without_numbing_vas"])),
    ]


def over_depth(given: Mapping[str, Field]) -> tuple[dict[str, list[Point]], list[str]]:
    """Points of every row at each depth, and why there is none at some: each as its own course would say."""
    points: dict[str, list[Point]] = {name: [] for name in ROWS}
    left_out: list[str] = []
    for depth in DEPTHS_MM:
        try:
            course = course_of(given, depth)
            rows = measured(SIMULATE.ask(course_text(course), SIMULATE.few, days=days_of(course)))
        except MicroneedlingError as error:
            left_out.append(f"{depth:g} mm: {_short(error)}")
            continue
        for name, held in rows.items():
            points[name].append(Point(depth, held["low80"], held["median"], held["high80"]))
    return points, left_out


def _short(error: MicroneedlingError) -> str:
    lines = [line.strip() for line in str(error).splitlines()]
    return lines[1] if len(lines) > 1 else lines[0]


@bench("GET", "POST")
def depths(request: HttpRequest) -> HttpResponse:
    """The same dose at other depths, as small charts."""
    given = filled(fields(), request.POST or request.GET)
    points, left_out = over_depth(given)
    chosen = given["depth_mm"].value
    now = float(chosen) if isinstance(chosen, int | float) else None
    draw = partial(sweep_chart, across="set depth, mm", now=now)
    charts = [
        {"title": title, "drawn": draw(f"sweep-{name}", title, unit, points[name])}
        for name, (title, unit) in ROWS.items()
        if points[name]
    ]
    return shown(request, "parts/dose_depths", charts=charts, left_out=left_out, amount=SIMULATE.few)
