"""The report: one self-contained HTML page that says what to expect, how sure that is, and what it rests on.

`write_report(result, path)` writes it in one step or not at all. The page asks nothing from the network: style,
pictures and its one script stand in it, and its policy lets nothing else run. It prints on A4, without the script too,
and follows the reader's choice of light or dark.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...files import check_target, write_whole
from ..alive.parts import SHEET, alive_view, running
from ..pages import rendered
from . import zones

if TYPE_CHECKING:
    from ...course.forecast import Forecast
    from ...course.pathways import Pathway
    from ...sensitivity.influence import Influence


def write_report(
    result: Forecast,
    path: Path | str,
    force: bool = False,
    influence: Influence | None = None,
    pathways: Sequence[Pathway] = (),
) -> Path:
    """Write the report to `path`; refuses an existing file unless `force`. The file is whole or not there.

    `influence` (`sensitivity.influence`) and `pathways` (`course.pathways`) are computed beforehand and shown if given.
    """
    target = check_target(path, force)
    return write_whole(target, render_report(result, influence, pathways), force)


def render_report(
    result: Forecast, influence: Influence | None = None, pathways: Sequence[Pathway] = ()
) -> str:
    """The page as text; the same result gives the same bytes."""
    if not result.zones:
        return rendered("report.html.j2", SHEET, **page(result, influence, pathways))
    parts = [(site, page(zone, None, zones.of_zone(pathways, site))) for site, zone in result.by_zone.items()]
    return rendered("zones.html.j2", SHEET, **(parts[0][1] | whole(result) | zones.overview(result, parts)))


def page(
    result: Forecast, influence: Influence | None = None, pathways: Sequence[Pathway] = ()
) -> dict[str, Any]:
    """Everything that the template shows, in the order of its sections. Reads what was computed, computes nothing."""
    from ...phrases import number
    from . import barrier, concerns, done, evidence, skin, waves
    from . import delivered as brought
    from . import outcomes as expected
    from . import pathways as ways

    course = result.course
    depths = skin.skin_depths(result)
    days, numbers = expected.numbers_by_day(result)
    outcomes = expected.outcome_views(result)
    judge = expected.judge_day(result)
    return whole(result) | {
        "instruments": done.instruments(course),
        "aftercare": done.aftercare_words(course),
        "sessions": done.session_views(result, depths),
        "products": brought.product_views(result),
        "product_notes": brought.product_notes(result),
        "numbing": brought.numbing_views(result),
        "judge_day": number(judge, 4),
        "judge_week": math.ceil(judge / 7),
        "judge_late": judge < course.assessment_day,
        "assessment_day": number(course.assessment_day, 4),
        "outcomes": outcomes,
        "headlines": concerns.concern_views(result, outcomes),
        "carriers": [item for item in outcomes if item.carries],
        "also": [item for item in outcomes if not item.carries],
        "number_days": days,
        "number_rows": numbers,
        "skin_alive": alive_view(result),
        "slices": skin.slice_views(result, depths),
        "maps": waves.map_charts(result, depths),
        "states": waves.state_views(result),
        "clock": waves.clock_views(result, depths),
        "closures": barrier.closure_views(result),
        "water": barrier.water_view(result),
        "ways": ways.pathway_views(pathways),
        "risks": done.risk_views(result),
        "influences": evidence.influence_views(influence),
        "influence_caption": evidence.influence_caption(influence),
        "manifest": evidence.manifest_rows(result.manifest, influence),
    }


def whole(result: Forecast) -> dict[str, Any]:
    """What belongs to a course whatever its zones: who, what for, the screen, what was taken, how much is known."""
    from ...course.cited import cite
    from ...phrases import number, overridden_words
    from . import done, evidence, findings, record

    course = result.course
    return {
        "title": course.title,
        "person": done.person_words(course),
        "course": done.course_words(course),
        "concerns": done.concern_words(course),
        "overridden": overridden_words(result.overridden),
        "findings": findings.finding_views(result),
        "assumed": findings.taken_views(item for item in result.assumed if item.acts),
        "no_effect": findings.taken_views(
            item for item in (*result.assumed, *result.without_effect) if not item.acts
        ),
        "known": evidence.known(result),
        "records": record.record_views(result),
        "citation": cite(result),
        "draws": number(result.manifest.get("draws", result.values.count), 6),
        **running(),
    }
