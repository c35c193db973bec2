"""How much of the answer is known: numbers by grade, those that matter most, and the manifest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ...figures.bars import influence_bar, share_bar
from ...phrases import GRADE_WORDS, number, percent_words

if TYPE_CHECKING:
    from ...course.forecast import Forecast
    from ...sensitivity.influence import Influence


@dataclass(frozen=True)
class Known:
    """Counts by grade with their bar."""

    total: int
    rows: list[tuple[str, str, int, str]]
    bar: Markup
    measured: int
    others: int
    assumed_words: str


@dataclass(frozen=True)
class InfluenceView:
    """One number, how much of the forecast's spread it makes (or how far it moves it), and what would narrow it."""

    key: str
    about: str
    grade: str
    outcome: str
    swing: str
    bar: Markup
    source: str
    narrowed_by: str


def known(result: Forecast) -> Known:
    """The numbers this run asked for, with those behind formulas, by grade of evidence."""
    from ...evidence.sources import count_by_grade, numbers_behind

    book = result.values.registry
    counts = count_by_grade(numbers_behind(result.values.used, book), book)
    total = sum(counts.values())
    rows = [
        (grade, GRADE_WORDS[grade], count, percent_words(count / total) if total else "–")
        for grade, count in counts.items()
        if count
    ]
    assumed = counts["assumed"]
    return Known(
        total,
        rows,
        share_bar("shares", list(counts.items())),
        counts["measured"],
        total - counts["measured"] - assumed,
        percent_words(assumed / max(total, 1)),
    )


def influence_views(influence: Influence | None) -> list[InfluenceView]:
    """The ranking, strongest first; nothing where none was made."""
    numbers = influence.numbers if influence else ()
    ranked = sorted(numbers, key=lambda item: -abs(item.swing))
    top = max((abs(item.swing) for item in ranked), default=0.0) or 1.0
    return [
        InfluenceView(
            item.key,
            item.about,
            item.grade,
            item.outcome.replace("_", " "),
            number(item.swing, 2),
            influence_bar(f"influence-{order}", item.about, abs(item.swing) / top),
            item.source,
            item.narrowed_by,
        )
        for order, item in enumerate(ranked)
    ]


CAPTIONS = {
    "draws": (
        "The part of each outcome's variance over the draws that a number makes by itself, averaged over the "
        "outcomes at the assessment day; the outcome in which it is greatest; and the reading of this person that "
        "would narrow the number most, with the part of its own variance which that reading would take away."
    ),
    "one at a time": (
        "Each number alone goes from one end of its range to the other: its share of all the movement that this "
        "makes, averaged over the outcomes at the assessment day, and the outcome it moves most."
    ),
}


def influence_caption(influence: Influence | None) -> str:
    """What the shares in the ranking mean, by how they were found."""
    return CAPTIONS[influence.by] if influence else ""


def manifest_rows(manifest: dict[str, Any], influence: Influence | None = None) -> list[tuple[str, str]]:
    """What is needed to make the same result again; lists and tables are left to the JSON."""
    rows = []
    for key, value in manifest.items():
        if isinstance(value, (str, int, float, bool)):
            written = number(value, 6).replace(",", "") if isinstance(value, float) else str(value)
            rows.append((key.replace("_", " "), written))
    return rows if influence is None else [*rows, ("influence by", influence.by)]
