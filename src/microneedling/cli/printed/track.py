"""What `microneedling track` prints: each concern first, then all outcomes, what to do, what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...phrases import NOT_FOR, overridden_words
from ...tracking import words as say
from ..text import blocks, headed, table, wrapped

if TYPE_CHECKING:
    from ...tracking.tracked import Tracked


def tracked_text(answer: Tracked) -> str:
    """A tracked course on the terminal."""
    day = answer.course.assessment_day
    told = [line for item in answer.outcomes if item.carries for line in say.outcome_lines(item, day)]
    healing = [say.healing_line(item) for item in answer.healing if item.learnt_from]
    rest = [say.missed_line(answer.missed), *healing, say.advice_line(answer.advice)]
    return blocks(
        [
            wrapped(overridden_words(answer.said.overridden)),
            [*headed(answer.title), *(line for words in told for line in wrapped(words, "  "))],
            table(say.table(answer.outcomes)),
            [line for words in rest if words for line in wrapped(words)],
            [line for words in (say.rests_line(answer.rests), say.assumed_line()) for line in wrapped(words)],
            wrapped(NOT_FOR),
        ]
    )
