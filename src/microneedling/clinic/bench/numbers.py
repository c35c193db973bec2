"""The evidence browser: every number of the registry, where it comes from, and what it moves."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse

from ...cli.commands.new import USUAL, examples, title
from ...course.reading import load_course
from ...errors import InputError, MicroneedlingError
from ...evidence.entry import GRADES
from ...evidence.registry import registry
from ...evidence.report import amount
from ...evidence.told import told as told_of
from ...sensitivity.one_number import OneNumber, moved_by
from .door import WRONG, bench, shown, told
from .editing import same_elsewhere
from .questions import RANK

CALL = "/api/v1/bench/evidence"


@bench("GET")
def evidence(request: HttpRequest) -> HttpResponse:
    """All groups; the numbers of a group, of a grade, or in whose words a text occurs."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "group", "grade")}
    return shown(
        request,
        "evidence",
        groups=by_group(),
        grades=GRADES,
        numbers=found(**asked) if any(asked.values()) else None,
        asked=asked,
        courses=[(name, title(path)) for name, path in examples().items()],
        elsewhere=_elsewhere(request, "microneedling evidence show", CALL),
    )


def by_group() -> list[dict[str, Any]]:
    """Every group with how many numbers it has, by grade."""
    counts: dict[str, Counter[str]] = {}
    for entry in registry().values():
        counts.setdefault(entry.group, Counter())[entry.grade] += 1
    return [
        {"name": name, "all": count.total(), "grades": [(grade, count[grade]) for grade in GRADES]}
        for name, count in sorted(counts.items())
    ]


def found(q: str = "", group: str = "", grade: str = "") -> list[dict[str, Any]]:
    """The numbers of a group and a grade in whose key, words or sources every word of `q` occurs."""
    words = q.lower().split()
    return [
        {"entry": entry, "amount": amount(entry)}
        for key, entry in registry().items()
        if (not group or entry.group == group)
        and (not grade or entry.grade == grade)
        and all(word in " ".join((key, entry.about, *entry.sources)).lower() for word in words)
    ]


@bench("GET")
def number(request: HttpRequest, key: str) -> HttpResponse:
    """One number with all that is known of it."""
    try:
        known = told_of(key)
    except InputError as error:
        return shown(request, "number", status=404, wrong=told(error), key=key)
    return shown(
        request,
        "number",
        key=key,
        known=known,
        entry=known.entry,
        here="evidence",
        courses=[(name, title(path)) for name, path in examples().items()],
        usual=USUAL,
        elsewhere=_elsewhere(
            request, f"microneedling evidence show {known.entry.key} --json", f"{CALL}/{key}"
        ),
    )


def moves(key: str, name: str) -> OneNumber:
    """What a number moves in one of the courses that come with the package; raises `InputError` for another."""
    return moved_by(key, load_course(examples().get(name, examples()[USUAL])))


@bench("GET")
def moved(request: HttpRequest, key: str) -> HttpResponse:
    """What one number moves in a course, as a part of its page."""
    name = request.GET.get("course", USUAL)
    line = f"microneedling evidence show {key} --course course.toml --json"
    try:
        answer = moves(key, name)
    except MicroneedlingError as error:
        return shown(request, "parts/number_moves", status=WRONG, wrong=told(error))
    text = examples().get(name, examples()[USUAL]).read_text(encoding="utf-8")
    elsewhere = _elsewhere(request, line, f"{CALL}/{key}?course={name}")
    most = max((item.share for item in answer.moved), default=0.0)
    rows = [
        {"item": item, "percent": 100 * item.share, "bar": _bar(item.share, most)} for item in answer.moved
    ]
    return shown(
        request,
        "parts/number_moves",
        found=answer,
        rows=rows,
        elsewhere=elsewhere | {"file": "course.toml", "text": text},
    )


def _bar(share: float, most: float) -> Any:
    from ...figures.svg import box, tag

    wide = 100 * share / most if most > 0 else 0.0
    return tag(
        "svg",
        box(0, 0, 100, 8, "track", rx=2),
        box(0, 0, wide, 8, "interval", rx=2),
        viewBox="0 0 100 8",
        class_="chart share-bar",
        aria_hidden="true",
    )


@bench("GET")
def ranking(request: HttpRequest) -> HttpResponse:
    """Which numbers make the spread of a course's forecast, as a part of the page."""
    name = request.GET.get("course", USUAL)
    text = examples().get(name, examples()[USUAL]).read_text(encoding="utf-8")
    try:
        answer = RANK.ask(text, RANK.few)
    except MicroneedlingError as error:
        return shown(request, "parts/ranking", status=WRONG, wrong=told(error))
    elsewhere = same_elsewhere(request, RANK, text, RANK.few)
    rows = [{"row": row, "percent": 100 * row.share} for row in answer.ranking.numbers]
    return shown(request, "parts/ranking", answer=answer, rows=rows, draws=RANK.few, elsewhere=elsewhere)


def _elsewhere(request: HttpRequest, line: str, call: str) -> dict[str, Any]:
    return {"line": line, "call": f'curl "{request.build_absolute_uri(call)}"'}
