"""What `microneedling plan --again` prints: what differs, then every plan as it was offered and as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...phrases import NOT_FOR
from ...planner.again_told import before_now
from ...planner.plans_card import sure_words
from .plan import IN, wrapped

if TYPE_CHECKING:
    from ...planner.again_told import Again, PlansAgain


def again_text(answer: PlansAgain) -> str:
    """The whole answer as lines for a terminal."""
    lines = [f"{answer.person.title}: plans forecast again; nothing was searched", ""]
    lines += answer.differs or ["Nothing differs from when the plans were made."]
    for item in answer.plans:
        lines += ["", *_plan(item)]
    return "\n".join([*lines, "", *wrapped(NOT_FOR)])


def _plan(item: Again) -> Iterator[str]:
    old, new = item.before, item.now
    yield f"{item.name.upper()}  [{item.id}]"
    yield from wrapped(item.design, IN)
    yield f"{IN}notice a change: {before_now(item, 'benefit')}"
    if not item.course.sessions:
        return
    calm = " -> ".join(f"{held['downtime']['median']:.1f} d" for held in (old, new))
    hurt = " -> ".join(f"{held['pain']['median']:.1f} of 10" for held in (old, new))
    yield from wrapped(
        f"dark marks: {before_now(item, 'dark marks')}; looking treated: {calm}; pain: {hurt}", IN
    )
    for finding in item.findings:
        yield from wrapped(str(finding), IN)
    for entry in item.limits:
        sure = f", sure: {told}" if (told := sure_words(entry)) else ""
        yield from wrapped(f"{'keeps' if entry['holds'] else 'BREAKS'}: {entry['asked']}{sure}", IN)
