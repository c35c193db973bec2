"""What `microneedling plan` prints: the answer first, each plan in a few lines, what was left out and why."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...phrases import NOT_FOR, overridden_words, percent_words, plural
from ...planner.plans_card import information_line, same_lines, search_line, span_percent, sure_words

if TYPE_CHECKING:
    from ...planner.plans import Plan, Plans

WIDTH, IN = 100, "    "


def plans_text(answer: Plans) -> str:
    """The whole answer as lines for a terminal."""
    lines = [answer.goals.title, ""]
    told = overridden_words([item for item, _ in answer.screened.overridden])
    lines += wrapped(told) if told else []
    lines += _infeasible(answer)
    lines += _screen(answer)
    for item in answer.plans:
        lines += ["", *_plan(answer, item)]
    lines += ["", *_others(answer), ""]
    for words in (*same_lines(answer.plans), *_drivers(answer), search_line(answer.manifest)):
        lines += wrapped(words)
    return "\n".join([*lines, *wrapped(NOT_FOR)])


def wrapped(words: str, indent: str = "") -> list[str]:
    """Words as lines of the width of the answer; further lines go in a little."""
    return textwrap.wrap(
        words,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  " if indent else "",
        break_long_words=False,
    )


def _infeasible(answer: Plans) -> list[str]:
    if answer.infeasible is None:
        return []
    lines = ["No plan with sessions keeps every limit. What stands in the way:"]
    for item in answer.infeasible["binding"]:
        lines += wrapped(item["words"], IN)
    return [*lines, f"The nearest: {answer.infeasible['nearest']['design']}."]


def _screen(answer: Plans) -> list[str]:
    screen, lines = answer.screened, []
    for item in screen.delays:
        lines += wrapped(f"Wait first: {item}", IN)
    if screen.start_delay_day:
        day = screen.start_delay_day
        lines += wrapped(
            f"Earliest start: day {day} from today; all days below count from the first session."
        )
    for item in screen.cautions:
        lines += wrapped(str(item), IN)
    for item in screen.narrowed:
        lines += wrapped(f"Not tried: {item.words()}", IN)
    return ["Safety screen", *lines] if lines else []


def _plan(answer: Plans, item: Plan) -> Iterator[str]:
    held = item.objectives
    yield f"{item.name.upper()}  [{item.id}]"
    yield from wrapped(item.design.words(), IN)
    yield from wrapped(
        f"notice a change: {percent_words(held['benefit']['mean'])} ({span_percent(held['benefit'])}); "
        f"none: {percent_words(1 - held['benefit']['mean'])}; regret {100 * item.regret:.1f} points",
        IN,
    )
    if item.course.sessions:
        yield from wrapped(_burden(answer, item), IN)
        yield from wrapped(_after(answer, item), IN)
    for entry in item.limits:
        sure = f", sure: {told}" if (told := sure_words(entry)) else ""
        yield from wrapped(f"{'keeps' if entry['holds'] else 'BREAKS'}: {entry['asked']}{sure}", IN)
    for entry in item.hoped:
        yield f"{IN}hoped for {percent_words(entry['hoped'])}, forecast {percent_words(entry['forecast'])}"


def _burden(answer: Plans, item: Plan) -> str:
    held = item.objectives
    told = (
        f"dark marks: {percent_words(held['dark marks']['mean'])} ({span_percent(held['dark marks'])}); "
        f"looking treated {held['downtime']['median']:.1f} d after the worst session ({held['downtime']['low80']:.1f}-"
        f"{held['downtime']['high80']:.1f}); pain {held['pain']['median']:.1f} of 10"
    )
    if "cost" in held and answer.goals.price:
        told += f"; {held['cost']['median']:g} {answer.goals.price.currency}"
    if "visit time" in held:
        told += f"; {held['visit time']['median']:g} min a visit"
    return told


def _after(answer: Plans, item: Plan) -> str:
    told = [f"judge from day {item.course.assessment_day}"]
    if item.skipped is not None:
        told.append(f"leaving out the last session costs {points(100 * item.skipped)}")
    if item.next_session is not None:
        step = answer.goals.exchange.step_percent
        more = 100 * item.next_session
        told.append(
            f"one more adds {points(more)}: {'stop here' if more < step else 'worth while'} (stop rule {step:g})"
        )
    for left in item.later:
        told.append(f"{plural(left.years, 'year')} later {left.words()}")
    if item.more_sun:
        told.append(f"in daily sun without sunscreen dark marks {percent_words(item.more_sun['dark marks'])}")
    return "; ".join(told)


def points(many: float) -> str:
    """Percentage points of a chance: `1 point`, `12 points`."""
    told = f"{many:.0f}"
    return f"{told} point{'' if told in ('1', '-1') else 's'}"


def _others(answer: Plans) -> list[str]:
    lines = ["Beside needling"]
    for item in answer.alternatives:
        chance = "" if item.chance is None else f"{percent_words(item.chance)} would notice a change; "
        lines += wrapped(f"{item.name}: {chance}{item.words}", IN)
    return lines


def _drivers(answer: Plans) -> list[str]:
    told = [information_line(answer.information)]
    if found := answer.information.get("drivers"):
        names = "; ".join(f"{entry['about']} ({entry['grade']})" for entry in found[:3])
        told.append(f"The choice between the two best hangs most on: {names}.")
    return [line for line in told if line]
