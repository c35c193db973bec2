"""The page of a clinic's audit: whether the forecasts hold here, one self-contained HTML file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import MODEL_NUMBER
from ..figures import audit as charts
from ..files import check_target, write_whole
from ..phrases import MINUS
from ..tracking.audit import audit_words as words
from ..tracking.audit.places import BINS, bin_shares
from ..tracking.audit.settings import setting
from ..tracking.audit.votes import by_client
from .pages import rendered

if TYPE_CHECKING:
    from markupsafe import Markup

    from ..tracking.audit.audit import Audit
    from ..tracking.audit.self_audit import SelfAudit


def write_audit_report(found: Audit, path: Path | str, force: bool = False) -> Path:
    """Write the page to `path`; refuses an existing file unless `force`. The file is whole or not there."""
    target = check_target(path, force)
    return write_whole(target, render_audit(found), force)


def render_audit(found: Audit) -> str:
    """The page as text; the same audit gives the same bytes."""
    return rendered("audit.html.j2", "trial.css", "audit.css", **page(found))


def page(found: Audit) -> dict[str, Any]:
    """Everything that the template shows."""
    given = found.given
    groups = {"all": given.whole, **given.by_concern, **given.by_visit}
    rated = [item for item in found.promises if not item.instrument]
    return {
        "lead": [solid(one) for one in words.lead(found.given, found.with_local)],
        "cards": _solid_rows(cards(found)),
        "alarm": given.watch.sounded is not None,
        "held": _both(lambda name, wide: charts.held_chart(name, groups, wide), "held"),
        "places": charts.places_chart("places", places(given), BINS.tolist(), given.clients),
        "drift": _both(lambda name, wide: charts.drift_chart(name, given.scores, given.watch, wide), "drift"),
        "evidence": _both(lambda name, wide: charts.evidence_chart(name, given.watch, wide), "evidence"),
        "visits": [f"visit {course.visit}" for course in given.watch.courses],
        "promised": _both(lambda name, wide: charts.promises_chart(name, rated, wide), "promised")
        if rated
        else None,
        "held_rows": _solid_rows(words.held_rows(given)),
        "promise_rows": _solid_rows(words.promise_rows(found.promises)),
        "rater_rows": _solid_rows(words.rater_rows(found.raters)),
        "pair_rows": _solid_rows(words.pair_rows(found.raters)),
        "local": [(item.concern, solid(item.words())) for item in found.local],
        "local_asked": found.with_local is not None,
        "rests_on": words.RESTS_ON,
        "level": words.percent(setting("false_alarm_share")),
        "first": given.scores[0][0].seen.isoformat(),
        "last": given.scores[-1][0].seen.isoformat(),
        "model_number": MODEL_NUMBER,
    }


def places(found: SelfAudit) -> list[float]:
    """Share of results in each bin of places, one vote a client."""
    shares = np.array([bin_shares(item) for item, _ in found.scores])
    clients = [item.client for item, _ in found.scores]
    return [float(by_client(clients, column).mean()) for column in shares.T]


def cards(found: Audit) -> list[tuple[str, str, str]]:
    """The figures that say most: head, main, more."""
    whole, watch = found.given.whole, found.given.watch
    bias = "results worse than forecast" if whole.bias.value < 0 else "results better than forecast"
    return [
        (
            "Inside the 80 % band",
            words.percent(whole.inside_80.value),
            f"{words.span_percent(whole.inside_80)}: 80 % would be right.",
        ),
        (
            "Bias",
            words.span_number(whole.bias).split(" ")[0],
            f"{words.span_number(whole.bias)} spreads of a forecast: {bias}.",
        ),
        ("Alarm", "sounded" if watch.sounded else "silent", words.alarm_words(watch)),
    ]


def _both(draw: Callable[[str, float], Markup], name: str) -> tuple[Markup, Markup]:
    """A chart for a wide screen and for a telephone."""
    return draw(name, charts.WIDE), draw(f"{name}-phone", charts.PHONE)


def solid(text: str) -> str:
    """A text for a page: a number stays with its sign of percent on one line, and minus signs are real ones."""
    return re.sub(r"(?<![\w-])-(?=\d)", MINUS, text.replace(" %", "\u00a0%"))


def _solid_rows(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[solid(cell) for cell in row] for row in rows]
