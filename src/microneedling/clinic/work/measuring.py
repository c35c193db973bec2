"""The job `photo`: the instrument for photographs reads two that are kept of a client, and what it read goes on record.

Refusals of the instrument are an answer and are kept as such. What was hidden, withdrawn or erased while the job ran
is not told.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from PIL import Image

from ...errors import InputError, Mistake
from ...extras import missing
from ..audit.record import in_turn
from ..records.models import Client, HiddenPhotograph, Measurement, Photograph
from ..records.selectors.consents import valid_consent
from ..records.selectors.consulting import treated_before
from ..records.selectors.photographs import read_from
from ..records.selectors.reading import looked, need
from ..records.services.act import Actor, NotFound, one
from ..records.services.assessments import add_measurement
from ..records.services.photographs import picture_of
from ..records.services.rows import refused
from ..records.services.standing import check_standing
from .models import Job
from .queue import put_in

if TYPE_CHECKING:
    import numpy as np

KIND, ACT = "photo", "photograph.measure"
SEES, ENTERS = "clinic_records.view_photograph", "clinic_records.add_measurement"
EXTRA, LIBRARIES = "photo", ("skimage", "PIL")
Pair = tuple[Photograph, Photograph]


def in_order(shot: Photograph) -> tuple[Any, UUID]:
    """By what the two of a pair are ordered: the older is the first."""
    return shot.happened_at, shot.pk


def lacking() -> list[Mistake]:
    """What the instrument needs and is not installed, with the command that installs it; nothing where all is."""
    return missing("photographs", EXTRA, LIBRARIES)


def want_measured(*, actor: Actor, first: UUID, second: UUID) -> Job:
    """Have two photographs of one zone of a client, from one side, measured; the older is the first of them.

    The same pair under the same numbers of the instrument is measured once. Raises `InputError` with what speaks
    against it.
    """
    shots = _to_measure(actor, first, second)
    if lost := lacking():
        raise InputError("photographs", lost)
    from ...evidence.registry import registry

    inputs = {"first": str(shots[0].pk), "second": str(shots[1].pk), "numbers": registry().fingerprint}
    return put_in(actor=actor, kind=KIND, inputs=inputs, client=shots[0].client_id, needs=ENTERS, act=ACT)  # type: ignore[attr-defined]


def measured_job(first: Photograph, second: Photograph) -> Job | None:
    """The newest job that measured a pair, or is to."""
    rows = Job.objects.filter(kind=KIND, client=first.client_id).exclude(state=Job.State.CANCELLED)  # type: ignore[attr-defined]
    rows = rows.filter(inputs__contains=f'"first":"{first.pk}"')
    return rows.filter(inputs__contains=f'"second":"{second.pk}"').order_by("-made_at").first()


def measure(inputs: dict[str, Any], step: Callable[[float], None], actor: Actor) -> dict[str, Any]:
    """Measure two photographs; inputs: first, second, numbers. The look at each is noted.

    The result holds `indices`, `not_measured`, `readings` that a forecast learns from, and `laid`, how well the second
    lies on the first; or `refused`, every reason of the instrument as it tells them.
    """
    keys = UUID(inputs["first"]), UUID(inputs["second"])
    shots = _to_measure(actor, *keys)
    if lost := lacking():
        raise InputError("photographs", lost)
    from ...imaging.photo import photo

    for shot in shots:
        looked(actor, ACT, shot, shot.client_id)  # type: ignore[attr-defined]
    pictures = [_opened(picture_of(shot)) for shot in shots]
    step(0.1)
    try:
        found = photo(*pictures, zone=shots[0].zone)
    except InputError as error:
        told: dict[str, Any] = {"refused": [_reason(item) for item in error.mistakes]}
    else:
        said = found.to_json()
        told = {name: said[name] for name in ("indices", "not_measured", "registration")}
        told["readings"] = [vars(reading) for reading in found.readings()]
        told["laid"] = found.laid_line()
    step(0.9)
    _to_measure(actor, *keys)
    return told


def found_in(job: Job) -> dict[str, Any]:
    """What a job measured, or was refused with; raises `NotFound` where it is none of these or not done."""
    if job.kind != KIND or job.state != Job.State.DONE:
        raise NotFound("nothing was measured")
    return json.loads(job.result)


def enter_measured(*, actor: Actor, job: UUID) -> list[Measurement]:
    """Put on record what a forecast can learn from a measured pair: a reading of each photograph, with its error.

    What was entered before, of this pair or of another that one of them is in, is not entered again. Returns what is
    new; raises as `want_measured` does.
    """
    need(actor, SEES)
    need(actor, ENTERS)
    row, by = one(Job, job), replace(actor, key="")
    found, asked = found_in(row), json.loads(row.inputs)
    with transaction.atomic():
        in_turn()
        shots = _to_measure(actor, UUID(asked["first"]), UUID(asked["second"]))
        one(Client, shots[0].client_id, lock=True)  # type: ignore[attr-defined]
        known = {(shot.pk, name) for shot, name in _entered(shots)}
        return [
            _kept(by, shots, reading)
            for reading in found.get("readings", ())
            if (shots[reading["place"]].pk, reading["scale"]) not in known
        ]


def _kept(by: Actor, shots: Pair, reading: dict[str, Any]) -> Measurement:
    shot, other = shots[reading["place"]], shots[1 - reading["place"]]
    client: UUID = shot.client_id  # type: ignore[attr-defined]
    return add_measurement(
        actor=by,
        client=client,
        zone=shot.zone,
        value=repr(reading["value"]).removesuffix(".0"),
        error=reading["error"],
        instrument=reading["scale"],
        unit=reading["unit"],
        rated_by=KIND,
        baseline=not treated_before(client, shot.zone, shot.happened_at),
        from_photograph=shot.pk,
        beside_photograph=other.pk,
    )


def _entered(shots: Pair) -> list[tuple[Photograph, str]]:
    """Which photograph by which instrument is on record, also where that was put right since."""
    found = []
    for shot in shots:
        rows = Measurement.objects.filter(client=shot.client_id, instrument__gt="")  # type: ignore[attr-defined]
        rows = rows.filter(rated_by=KIND, reason__startswith=read_from(shot.pk))
        found += [(shot, name) for name in rows.values_list("instrument", flat=True)]
    return found


def _to_measure(actor: Actor, first: UUID, second: UUID) -> Pair:
    """Both, the older first, if they may be measured now by who asks; raises `NotAllowed`, `NotFound`, `InputError`."""
    need(actor, SEES)
    need(actor, ENTERS)
    shots = [one(Photograph, key) for key in (first, second)]
    if HiddenPhotograph.objects.filter(photograph__in=shots).exists():
        raise NotFound("one of the two photographs is not shown any more")
    before, after = sorted(shots, key=in_order)
    wrong = []
    if before.pk == after.pk:
        wrong.append(("second", "the same photograph", "another one"))
    if before.client_id != after.client_id:  # type: ignore[attr-defined]
        wrong.append(("second", "one of another client", "one of this client"))
    elif (before.zone, before.view) != (after.zone, after.view):
        wrong.append(("second", "another zone or view", "one of the same zone from the same side"))
    if wrong:
        raise refused("photographs", *wrong)
    check_standing(before.client, ACT)
    if valid_consent(before.client, "photography") is None:
        allowed = "consent to photographs for the records"
        raise refused("photographs", ("consent", "none that holds", allowed))
    return before, after


def _opened(data: bytes) -> np.ndarray:
    import numpy as np

    with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
        return np.asarray(picture.convert("RGB"))


def _reason(item: Mistake) -> dict[str, str]:
    """A refusal of the instrument: of which photograph (`before`, `after`, `the pair`), and its words."""
    return {"of": item.path, "found": item.found, "allowed": item.allowed, "do": item.hint}
