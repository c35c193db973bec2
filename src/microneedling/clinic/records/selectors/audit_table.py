"""The clinic's results beside what was promised of them before: the rows that `microneedling audit` reads.

A result counts with the first promise that was kept before it was taken and entered, that knew its start, and whose
sessions up to that day are those that were done. All else is left out and counted by its reason: of an audit, what is
missing must be told. One client is one vote: whoever was joined with another counts as that other.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils import timezone

from ....tracking.audit.records import QUANTILES
from ....tracking.audit.records_file import COLUMNS, READ_ON
from ....tracking.ensemble import outcome_of
from ....tracking.measurable import EVENTS, FIELD
from ..models import Client, Measurement, PlanVersion, TrackedForecast
from ..services.act import Actor
from .course_so_far import SoFar, local_date, rater_of, so_far
from .reading import looked, need

START, ALL = "start", "all"
SAME_DAY = 3  # days by which a session may lie apart from the promised one
DIGITS = 6
State = Client.State


@dataclass(frozen=True)
class AuditTable:
    """Rows as text by column, and how many results were left out, by reason."""

    rows: tuple[dict[str, str], ...]
    left_out: Mapping[str, int]
    promises: Mapping[str, int]
    """how many results by the numbers that their promise was made with: `model 5, numbers 0f3a..., studies 9c1b...`"""

    def text(self) -> str:
        """The table as a CSV file, the columns of `microneedling audit`."""
        lines = [",".join(COLUMNS)]
        return "\n".join([*lines, *(",".join(row[name] for name in COLUMNS) for row in self.rows)]) + "\n"


def audit_table(*, actor: Actor, knows: str = START) -> AuditTable:
    """Every result that was promised before it was seen, in order of time; the look is noted.

    `knows` says which promise: `start`, what was said before anything was seen, or `all`, the last one that had learnt
    of what came before the result.
    """
    need(actor, "clinic_records.view_trackedforecast")
    left: Counter[str] = Counter()
    made: Counter[str] = Counter()
    found: dict[tuple[str, ...], dict[str, str]] = {}
    versions = PlanVersion.objects.filter(tracked_forecasts__isnull=False).distinct()
    for version in versions.select_related("plan__client").order_by("entered_at"):
        client = _whose(version.plan.client)
        if client.state in (State.ERASED, State.RESTRICTED):
            continue  # nothing of them is worked with, and nothing told
        for row, by in _of_version(version, client, knows, left):
            key = tuple(row[name] for name in ("client", "date", "concern", "scale", "rater"))
            if key in found:
                left["another zone or plan, read by the same on the same day"] += 1
            else:
                found[key] = row
                made[by] += 1
    rows = sorted(found.values(), key=lambda row: (row["date"], row["client"], row["scale"], row["rater"]))
    looked(actor, "audit.table", rows=len(rows), left_out=sum(left.values()))
    return AuditTable(tuple(rows), dict(left), dict(made))


def _whose(client: Client) -> Client:
    """The client; of one that was joined with another that other."""
    seen = set()
    while client.merged_into is not None and client.pk not in seen:
        seen.add(client.pk)
        client = client.merged_into
    return client


def _of_version(
    version: PlanVersion, client: Client, knows: str, left: Counter[str]
) -> Iterator[tuple[dict[str, str], str]]:
    stands = so_far(version, timezone.localdate())
    left.update(why for _, why in stands.left_out)
    if stands.done is None or stands.first_day is None:
        return
    kept = list(TrackedForecast.objects.filter(plan_version=version).order_by("entered_at"))
    for row, read in stands.readings:
        if read.day <= 0 or read.scale in EVENTS:
            continue
        if read.scale not in READ_ON:
            left["a scale that the audit does not know"] += 1
            continue
        told = _promise(kept, row, read, stands, knows)
        if isinstance(told, str):
            left[told] += 1
            continue
        promise, said = told
        yield _row(client, row, read, promise, said, stands), _numbers(said)


def _promise(
    kept: Sequence[TrackedForecast], row: Measurement, read: Any, stands: SoFar, knows: str
) -> tuple[dict[str, Any], TrackedForecast] | str:
    """The promise that a result is set beside, or why there is none."""
    taken = min(row.happened_at, _first_entered(row))
    earlier = [one for one in kept if one.entered_at < taken]
    if not earlier:
        return "seen before anything was promised"
    assert stands.done is not None
    outcome, scale = outcome_of(read, stands.done)
    zone = read.zone or stands.done.zones[0]
    fitting = [one for one in earlier if _same_sessions(one, stands, read.day)]
    if not fitting:
        return "the course was done otherwise than it was promised for"
    for said in fitting if knows == START else reversed(fitting):
        promises = [
            one
            for one in json.loads(said.promises)
            if (one["zone"], one["outcome"], one["scale"], one["knows"]) == (zone, outcome, scale, knows)
            and one["day"][0] <= read.day <= one["day"][-1]
        ]
        blinded = row.blinded if any(one["blinded"] == row.blinded for one in promises) else "unknown"
        mine = [one for one in promises if one["blinded"] == blinded]
        own = [one for one in mine if one["rater"] == rater_of(row)]
        if chosen := own or [one for one in mine if one["rater"] is None]:
            return chosen[0], said
    return "no start was known when it was promised, or the day lies beyond the promise"


def _first_entered(row: Measurement) -> Any:
    """When a reading was first entered: one that was put right counts from the one it stands for."""
    at = row.entered_at
    while row.replaces is not None:
        row = row.replaces
        at = min(at, row.entered_at)
    return at


def _same_sessions(said: TrackedForecast, stands: SoFar, day: float) -> bool:
    """Whether the sessions before a day are those that the promise was made for."""
    known = json.loads(said.known)
    course = known["course"] or json.loads(said.answer)["course"]
    promised = sorted(_days(course, day))
    done = sorted(at for _, at in stands.sessions if at < day)
    return len(promised) == len(done) and all(
        abs(a - b) <= SAME_DAY for a, b in zip(promised, done, strict=True)
    )


def _days(course: Mapping[str, Any], day: float) -> list[int]:
    sessions = course.get("session") or course.get("sessions") or []
    return [int(one["day"]) for one in sessions if one["day"] < day]


def _row(
    client: Client,
    row: Measurement,
    read: Any,
    promise: Mapping[str, Any],
    said: TrackedForecast,
    stands: SoFar,
) -> dict[str, str]:
    days = np.array(promise["day"])
    quantiles = [float(np.interp(read.day, days, level)) for level in promise["quantiles"]]
    return {
        "client": f"C-{client.number}",
        "date": local_date(row).isoformat(),
        "day": f"{read.day:.0f}",
        "concern": _concern(promise, stands),
        "scale": read.scale,
        "baseline": _plain(promise["start"]),
        **{name: _plain(value) for name, value in zip(QUANTILES, quantiles, strict=True)},
        "result": _plain(read.value),
        "rater": rater_of(row) or "",
        "blinded": {"yes": "yes", "no": "no"}.get(row.blinded, ""),
        "sessions": str(sum(1 for _, day in stands.sessions if day < read.day)),
        "step": _plain(0.0 if row.reason.startswith("between") else promise["step"]),
        "forecast_date": timezone.localtime(said.entered_at).date().isoformat(),
    }


def _concern(promise: Mapping[str, Any], stands: SoFar) -> str:
    """What a result is about: the concern that its outcome carries, else the field's, else the plan's first."""
    if promise["concerns"]:
        return promise["concerns"][0]
    first = stands.planned.concerns[0].kind
    return FIELD.get(promise["outcome"], first)


def _numbers(said: TrackedForecast) -> str:
    studies = f", studies {said.studies_sha256[:12]}" if said.studies_sha256 else ""
    return f"model {said.model_number}, numbers {said.registry_sha256[:12]}{studies}"


def _plain(value: float) -> str:
    return f"{round(float(value), DIGITS):g}"
