"""What the answers of a screening come to: by the rules of the safety screen, each with its reason and its source.

The rules are those of `microneedling check`: they look at a course file of the person without sessions. What they say
of a plan's own depth, passes and dates is said where a plan is made. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ...course.course import Course
from ...course.findings import Finding
from ...course.rules import RULES
from ...course.safety.condition_rules import CONDITION_RULES
from ...course.screen import screen
from ...planner.search.screened import waited
from .models import Screening

Outcome = Screening.Outcome
# The rule that each condition feeds, by its short name; unlike the conditions it stands in a screening's answers.
RULE_OF: dict[str, str] = {name: rule.id for name, rule in CONDITION_RULES.items()}
RULE_OF |= {"anaesthetic allergy": "C09", "topical allergy": "T05"}
CONDITION_OF = {rule: name for name, rule in RULE_OF.items()}
NO_PRODUCT = "an allergy is on record: nothing goes on open channels before its ingredients were compared"
YES, NO, SILENT = "yes", "no", "not asked"  # answers, as they are kept


@dataclass(frozen=True)
class Person:
    """What the records know of a client that the rules ask for; None where they do not."""

    age_year: int | None
    sex: str
    phototype: str


@dataclass(frozen=True)
class Said:
    """One thing that speaks against a treatment, or for care with it."""

    rule: str
    level: str
    reason: str
    source: str
    condition: str = ""
    final: bool = False
    until: date | None = None  # of a delay that ends on a day
    earliest: date | None = None  # the day on which the least careful source ends it
    sources: tuple[str, ...] = ()  # what each says, where they disagree

    @property
    def id(self) -> str:
        """The short name of the rule."""
        return self.rule.split()[0]


@dataclass(frozen=True)
class Judged:
    """All that a screening comes to."""

    said: tuple[Said, ...]
    unasked: tuple[str, ...] = ()
    missing: tuple[str, ...] = field(default=())  # what the records do not know and the rules ask for

    def of(self, level: str) -> list[Said]:
        """What was said at a level."""
        return [item for item in self.said if item.level == level]

    @property
    def outcome(self) -> str:
        """What it comes to; what was not asked calls for care."""
        if self.of("stop"):
            return Outcome.STOP
        if self.of("delay"):
            return Outcome.DELAY
        return Outcome.CAUTION if self.said or self.unasked or self.missing else Outcome.CLEAR

    @property
    def final(self) -> list[Said]:
        """The stops that nobody can set aside."""
        return [item for item in self.of("stop") if item.final]

    @property
    def not_before(self) -> date | None:
        """The day by which every delay with a day of its own has ended, by the most careful sources."""
        return max((item.until for item in self.said if item.until is not None), default=None)

    @property
    def open_ended(self) -> list[Said]:
        """The delays that end once the skin is quiet: on which day to look again is for whoever screens to say."""
        return [item for item in self.of("delay") if item.until is None]


def judged(person: Person, present: Mapping[str, date | None], unasked: Iterable[str], today: date) -> Judged:
    """What a person with some conditions comes to; `present`: condition -> the day it was, where one is known.

    A delay counts from its day, or from today where none is known, to the end that the most careful source names; one
    that is over by today is said no more.
    """
    course = _course(person, present)
    found = [item for item in screen(course) if item.about.startswith("person.") and item.rule[:3] != "Q01"]
    unknown = {"person.age_year"} if person.age_year is None else set()
    unknown |= set() if person.phototype else {"person.phototype"}
    said = [_said(item, present, today) for item in found if item.about not in unknown]
    if "topical allergy" in present:
        rule = RULES["T05"]
        said.append(Said(rule.name, "caution", NO_PRODUCT, rule.source, "topical allergy"))
    missing = [_("age")] if person.age_year is None else []
    missing += [] if person.phototype else [_("phototype")]
    return Judged(tuple(item for item in said if item is not None), tuple(unasked), tuple(missing))


def _course(person: Person, present: Iterable[str]) -> Course:
    """A course file without sessions; what is not known of the person stands in by what no rule says anything of."""
    about: dict[str, Any] = {"age_year": 40 if person.age_year is None else person.age_year}
    about |= {
        "sex": person.sex if person.sex == "male" else "female",
        "phototype": person.phototype or "II",
        "site": "cheek",
    }
    about["conditions"] = list(present)
    return Course.model_validate({"format": 2, "person": about, "concern": [{"kind": "texture"}]})


def _said(finding: Finding, present: Mapping[str, date | None], today: date) -> Said | None:
    condition = CONDITION_OF.get(finding.rule.split()[0], "")
    until = earliest = None
    if finding.level == "delay" and (days := waited(finding)):
        least = min((item.value for item in finding.said if item.value is not None), default=days)
        since = present.get(condition) or today
        until, earliest = since + timedelta(days=days), since + timedelta(days=int(least))
        if until <= today:
            return None
    sources = tuple(f"{item.says} ({item.source})" for item in finding.said)
    return Said(
        finding.rule,
        finding.level,
        finding.reason,
        finding.source,
        condition,
        finding.final,
        until,
        earliest,
        sources,
    )


def reasons(found: Judged) -> str:
    """Everything that was said, as a screening keeps it."""
    lines = [f"{item.rule}: {item.reason} [{item.source}]" for item in found.said]
    if found.unasked:
        lines.append(_("Not asked: %(what)s.") % {"what": "; ".join(found.unasked)})
    if found.missing:
        lines.append(_("Not on record: %(what)s.") % {"what": ", ".join(found.missing)})
    return "\n".join(lines)


def until_words(item: Said) -> str:
    """Until when a delay lasts, in words; where sources differ, from the least to the most careful."""
    if item.until is None:
        return _("until it is quiet: say below on which day to look again")
    last = date_format(item.until, "j F Y")
    if item.earliest is None or item.earliest >= item.until:
        return _("until %(last)s") % {"last": last}
    return _("until %(last)s by the most careful source, %(first)s by the least") % {
        "last": last,
        "first": date_format(item.earliest, "j F Y"),
    }
