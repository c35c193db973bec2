"""The questions of a screening: every condition that the safety rules know, in words for who is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ...records.conditions import DATED, GROUPS
from ...records.screened import NO, RULE_OF, SILENT, YES, Judged


@dataclass
class Question:
    """One question as the page shows it."""

    condition: str
    words: str
    present: bool = False
    on: str = ""  # the day, as it was typed
    dated: bool = False
    error: str = ""
    before: str = ""  # the answer of the last screening

    @property
    def key(self) -> str:
        """A name without spaces."""
        return self.condition.replace(" ", "-")


@dataclass
class Group:
    """A group of questions; `asked` where everything in it was asked after."""

    key: str
    words: str
    asked: bool
    questions: list[Question] = field(default_factory=list)


def groups(typed: Mapping[str, Any], before: Mapping[str, str] | None = None) -> list[Group]:
    """The groups as they were filled in; `before`: condition -> its answer of the last screening."""
    chosen = typed.getlist("present") if hasattr(typed, "getlist") else typed.get("present", [])  # type: ignore[attr-defined]
    chosen = [chosen] if isinstance(chosen, str) else chosen
    found = []
    for key, (words, held) in GROUPS.items():
        group = Group(key, str(words), bool(typed.get(f"asked-{key}")))
        for condition, told in held.items():
            item = Question(condition, str(told), condition in chosen, dated=condition in DATED)
            item.on = str(typed.get(f"on-{item.key}", "") or "")
            item.before = (before or {}).get(condition, "")
            group.questions.append(item)
        found.append(group)
    return found


def answered(held: list[Group], today: date) -> tuple[dict[str, date | None], list[str]]:
    """What is there, with the day it was where one was typed, and what was not asked; mistakes beside the questions."""
    present: dict[str, date | None] = {}
    unasked = []
    for group in held:
        for item in group.questions:
            if item.present:
                present[item.condition] = _day(item, today)
            elif not group.asked:
                unasked.append(item.words)
    return present, unasked


def _day(item: Question, today: date) -> date | None:
    if not item.on.strip() or not item.dated:
        return None
    try:
        day = parse_date(item.on.strip())
    except ValueError:
        day = None
    if day is None:
        item.error = _("This is no date. Give day, month and year.")
    elif day > today:
        item.error = _("This day is still to come. Give the day on which it was done.")
    return day if day is not None and day <= today else None


def answers(held: list[Group], found: Judged) -> list[dict[str, str]]:
    """Every question with its answer, as a screening keeps them: "no" differs from what was not asked."""
    said = {item.condition: item for item in found.said if item.condition}
    kept = []
    for group in held:
        for item in group.questions:
            answer = YES if item.present else NO if group.asked else SILENT
            if item.present and item.dated and (day := parse_date(item.on.strip())):
                answer = f"{YES}, {date_format(day, 'j F Y')}"
            row = {"question": f"{group.words}: {item.words}", "answer": answer}
            row["rule"] = RULE_OF[item.condition]
            if (why := said.get(item.condition)) is not None:
                row |= {"reason": why.reason, "source": why.source[:200]}
            kept.append(row)
    kept += [
        {"question": item.rule[len(item.id) :].strip().capitalize(), "answer": YES, "rule": item.id}
        | {"reason": item.reason, "source": item.source[:200]}
        for item in found.said
        if not item.condition
    ]
    return kept
