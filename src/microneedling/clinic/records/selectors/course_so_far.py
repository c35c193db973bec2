"""A plan's course as it was done so far, and what was measured of it, in the words in which tracking takes them.

Day 0 is the day of the first session that counts. Sessions on record are matched with those of the plan in order, each
with the nearest it may be; one of the plan that was passed over is missed, as is one long overdue. What is left moves
with the last that was done. Depth and passes are those on record. Nothing is guessed of a reading: one that the course
does not forecast, or that has no zone of it, is left out and told.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop as _

from ...audit.record import canonical, digest_of
from ..models import Measurement, PlanVersion, Session
from .photographs import hidden_of, photographs_in

if TYPE_CHECKING:
    from ....course.course import Course
    from ....tracking.measurement import Measurement as Read

FAR = 1e9


@dataclass(frozen=True)
class SoFar:
    """A version of a plan as it stands: `done` is None before the first session."""

    version: PlanVersion
    planned: Course
    done: Course | None
    first_day: date | None
    sessions: tuple[tuple[Session, int], ...]  # on record, each with its day of the course
    missed: tuple[int, ...]  # days of the plan
    readings: tuple[tuple[Measurement, Read], ...]
    left_out: tuple[tuple[Measurement, str], ...]
    on: date

    @property
    def last_day(self) -> float:
        """The day of the last thing that is on record."""
        days = [float(day) for _, day in self.sessions] + [read.day for _, read in self.readings]
        return max([0.0, *days])

    @property
    def today(self) -> float:
        """The day on which it stands so: nothing is proposed for a day before it."""
        return max(self.last_day, float((self.on - self.first_day).days) if self.first_day else 0.0)

    def read_after(self, moment: datetime) -> frozenset[float]:
        """Days of readings that were taken after a moment: none other tests what was said at it."""
        return frozenset(read.day for row, read in self.readings if row.happened_at > moment)

    @cached_property
    def known(self) -> str:
        """What is known, as canonical JSON: the same records give the same text."""
        return canonical(
            {
                "plan_version": str(self.version.pk),
                "sessions": [[str(row.pk), day] for row, day in self.sessions],
                "missed": list(self.missed),
                "course": self.done.identity() if self.done is not None else None,
                "measurements": [
                    [str(row.pk), read.model_dump(mode="json", exclude_none=True)]
                    for row, read in self.readings
                ],
            }
        )

    @property
    def digest(self) -> str:
        """SHA-256 of what is known."""
        return digest_of(self.known)


def course_of(version: PlanVersion) -> Course:
    """The course that a version of a plan says."""
    from ....course.reading import course_from_tables

    return course_from_tables(json.loads(version.course), "course", version.course)


def so_far(version: PlanVersion, on: date) -> SoFar:
    """The course of a version as it stands on a date: rows that stand, none voided or put right."""
    planned = course_of(version)
    rows = list(
        Session.objects.filter(plan_version=version, voided__isnull=True)
        .prefetch_related("zones")
        .order_by("happened_at")
    )
    rows = [row for row in rows if local_date(row) <= on]
    first = local_date(rows[0]) if rows else None
    days = [(local_date(row) - first).days for row in rows] if first is not None else []
    kept = [k for k in range(len(rows)) if k == 0 or days[k] > days[k - 1]]  # one session a day
    rows, days = [rows[k] for k in kept], [days[k] for k in kept]
    matched = matches([session.day for session in planned.sessions], days)
    done, missed = _as_done(planned, rows, days, matched, (on - first).days if first is not None else 0)
    readings, left_out = _readings(version, planned, done, first, on)
    return SoFar(
        version,
        planned,
        done,
        first,
        tuple(zip(rows, days, strict=True)),
        missed,
        tuple(readings),
        tuple(left_out),
        on,
    )


def before_the_first(version: PlanVersion) -> datetime | None:
    """The day before the first session of a version; None before there was any."""
    rows = Session.objects.filter(plan_version=version, voided__isnull=True)
    first = rows.order_by("happened_at").values_list("happened_at", flat=True).first()
    return None if first is None else first - timedelta(days=1)


def local_date(row: Any) -> date:
    """The date on the wall where something happened."""
    happened: datetime = row.happened_at
    return happened.astimezone(ZoneInfo(row.time_zone)).date()


def matches(planned: Sequence[int], done: Sequence[int]) -> tuple[int | None, ...]:
    """For each session done the place of the planned one that it was; None for one beyond the plan.

    The least sum of days apart, where passing a planned session over costs half an interval.

    >>> matches([0, 28, 56], [0, 45])
    (0, 1)
    >>> matches([0, 28, 56], [0, 55])
    (0, 2)
    """
    gaps = [b - a for a, b in pairwise(planned)]
    passed = sorted(gaps)[len(gaps) // 2] / 2 if gaps else 0.0
    best: dict[tuple[int, int], tuple[float, tuple[int | None, ...]]] = {}

    def least(k: int, place: int) -> tuple[float, tuple[int | None, ...]]:
        if k == len(done):
            return 0.0, ()
        if (k, place) not in best:
            cost, rest = least(k + 1, place)
            found = (FAR + cost, (None, *rest))
            for at in range(place, len(planned)):
                cost, rest = least(k + 1, at + 1)
                cost += abs(planned[at] - done[k]) + passed * (at - place)
                found = min(found, (cost, (at, *rest)), key=lambda one: one[0])
            best[k, place] = found
        return best[k, place]

    return least(0, 0)[1]


def _as_done(
    planned: Course, rows: Sequence[Session], days: Sequence[int], matched: Sequence[int | None], today: int
) -> tuple[Course | None, tuple[int, ...]]:
    """The course as done and as it is to go on, and the days of the plan that were missed."""
    if not rows:
        return None, ()
    pairs = [(at, row, day) for at, row, day in zip(matched, rows, days, strict=True)]
    last = max((at for at, _, _ in pairs if at is not None), default=-1)
    done_at = {at for at, _, _ in pairs}
    missed = [planned.sessions[k].day for k in range(last) if k not in done_at]
    model = {at: planned.sessions[at] for at in range(len(planned.sessions))}
    sessions = [_session(model[at if at is not None else max(last, 0)], row, day) for at, row, day in pairs]
    moved = days[-1] - planned.sessions[last].day if last >= 0 else 0
    left = planned.sessions[last + 1 :]
    before = planned.sessions[last].day if last >= 0 else 0
    for session in left:
        due, interval = session.day + moved, max(session.day - before, 1)
        before = session.day
        if today - due > interval:
            missed.append(session.day)  # overdue by more than an interval: nobody waits for it any more
        else:
            sessions.append(session.model_copy(update={"day": max(due, sessions[-1].day + 1, today + 1)}))
    until = max(planned.until_day, sessions[-1].day + (planned.until_day - planned.last_session_day))
    as_done = _course(planned, sessions, until)
    if as_done is None:  # a depth or passes on record that no such device can have: the plan's own
        plain = [
            model[at if at is not None else max(last, 0)].model_copy(update={"day": day})
            for at, _, day in pairs
        ]
        as_done = _course(planned, [*plain, *sessions[len(plain) :]], until) or planned
    return (planned if as_done.sessions == planned.sessions else as_done), tuple(missed)


def _course(planned: Course, sessions: Sequence[Any], until: int) -> Course | None:
    """The plan's course with other sessions; None where they do not fit it."""
    from ....course.course import FollowUp
    from ....errors import InputError

    try:
        more = {"sessions": tuple(sessions), "follow_up": FollowUp(until_day=until)}
        return planned.model_copy(update=more)
    except InputError:
        return None


def _session(planned: Any, row: Session, day: int) -> Any:
    """A session of the plan on the day and with the settings on record, zone by zone."""
    settings = {zone.zone: zone for zone in row.zones.all()}
    changes: dict[str, Any] = {"day": day}
    if planned.zones:
        changes["zones"] = tuple(
            one.model_copy(update=_set(one, settings[one.site])) if one.site in settings else one
            for one in planned.zones
        )
    elif len(settings) == 1:
        changes |= _set(planned, next(iter(settings.values())))
    from ....errors import InputError

    try:
        return planned.model_copy(update=changes)
    except InputError:  # settings on record that no session can have: those of the plan
        return planned.model_copy(update={"day": day})


def _set(planned: Any, row: Any) -> dict[str, Any]:
    """Depth and passes on record, where they are told and differ."""
    found: dict[str, Any] = {}
    if planned.depth_mm is not None and abs(row.depth_mm - planned.depth_mm) > 1e-9:
        found["depth_mm"] = row.depth_mm
    passes = row.passes
    if planned.passes is not None and passes and round(passes) >= 1 and round(passes) != planned.passes:
        found["passes"] = round(passes)
    return found


def _readings(
    version: PlanVersion, planned: Course, done: Course | None, first: date | None, on: date
) -> tuple[list[tuple[Measurement, Read]], list[tuple[Measurement, str]]]:
    """Measurements that stand, each as tracking takes it, and those that it cannot take with the reason."""
    from ....errors import InputError
    from ....tracking.fitting import disagreeing
    from ....tracking.measurable import measurable
    from ....tracking.measurement import Measurement as Read

    hidden = hidden_of(version.plan.client_id)
    rows = Measurement.objects.filter(client=version.plan.client_id, replaced_by__isnull=True)
    rows = rows.select_related("indication").order_by("happened_at", "entered_at")
    kept: list[tuple[Measurement, Read]] = []
    left: list[tuple[Measurement, str]] = []
    course, seen = done or planned, set[tuple]()
    for row in rows:
        when = local_date(row)
        if when > on:
            continue
        day = float((when - first).days) if first is not None else 0.0
        if day == 0 and first is not None and _after(row, version):
            left.append((row, _("read after the needles on the day of the first session")))
            continue
        if not hidden.isdisjoint(photographs_in(row.reason)):
            left.append((row, _("the photograph that it was read from is hidden")))
            continue
        if row.zone not in course.zones:
            left.append((row, _("a zone that the plan does not treat")))
            continue
        scale = row.scale or row.instrument
        known = [one for one in measurable(course.in_zone(row.zone)) if one.scale == scale]
        if not known:
            left.append((row, _("a scale or instrument that the plan does not forecast")))
            continue
        outcome = _outcome(row, known)
        if outcome is None:
            left.append((row, _("a scale that judges several things, and no indication says which")))
            continue
        zone = row.zone if len(course.zones) > 1 else None
        blinded = {"yes": True, "no": False}.get(row.blinded)
        try:
            read = Read(
                day=day,
                scale=scale,
                value=row.value,
                outcome=outcome if len(known) > 1 else None,
                zone=zone,
                rater=rater_of(row),
                blinded=blinded,
                error=row.error,
            )
        except InputError:
            left.append((row, _("a day on which this plan forecasts nothing")))
            continue
        key = (read.day, read.scale, read.outcome, read.zone, read.rater)
        if key in seen:
            left.append((row, _("a second reading of the same by the same on one day")))
        elif wrong := disagreeing([read], ["it"], course):
            left.append((row, wrong[0].allowed))
        else:
            seen.add(key)
            kept.append((row, read))
    return kept, left


def _after(row: Measurement, version: PlanVersion) -> bool:
    """Whether a reading of the day, of no session and no start, was taken after a session had begun."""
    if row.session is not None or row.baseline:
        return False
    begun = Session.objects.filter(plan_version=version, voided__isnull=True).order_by("happened_at").first()
    return begun is not None and row.happened_at > begun.happened_at


def _outcome(row: Measurement, known: Sequence[Any]) -> str | None:
    """Which outcome a reading is of: the only one of its scale, else that of its indication."""
    if len(known) == 1:
        return known[0].outcome
    if row.indication is None:
        return None
    wanted = row.indication.concern.replace(" ", "_")
    fits = [one.outcome for one in known if wanted in one.outcome or one.outcome in wanted]
    return fits[0] if len(fits) == 1 else None


def rater_of(row: Measurement) -> str | None:
    """Who read, by a mark that says nothing of them: a user's number, or a digest of who is named."""
    if row.rated_by:
        return f"by-{digest_of(row.rated_by.strip().casefold())[:10]}"
    return f"user-{row.rater_id}" if row.rater_id is not None else None  # type: ignore[attr-defined]
