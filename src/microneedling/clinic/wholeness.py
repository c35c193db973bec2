"""Whether all that was kept is what was kept: audit, triggers, signatures, forecasts, texts, every photograph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import MicroneedlingError
from .audit.models import Lifted
from .audit.record import canonical, digest_of
from .audit.triggers import missing
from .audit.verify import verify
from .records.models import (
    AdverseEvent,
    Client,
    Consent,
    ConsentText,
    Erasure,
    Forecast,
    Note,
    Photograph,
    Screening,
    Session,
    TrackedForecast,
)
from .records.owners import family, owned
from .records.retention import LEFT, TELLS
from .records.services.erased_rows import left_digest
from .records.services.forecasts import forecast_holds
from .records.services.photographs import picture_of
from .records.services.signing import signature_holds
from .records.services.tracked import tracked_holds

SIGNED = (Session, Screening, Note, AdverseEvent)


@dataclass(frozen=True)
class Wholeness:
    """What was looked at, and the faults found, each in words without a person's data."""

    entries: int
    last_digest: str
    signed: int
    forecasts: int
    photographs: int
    faults: tuple[str, ...]


def whole(expected: tuple[int, str] | None = None) -> Wholeness:
    """Look at everything; `expected` is the audit's length and last digest as noted elsewhere."""
    chain = verify(expected)
    faults = [*chain.faults, *(f"trigger {name}: missing or changed" for name in missing())]
    faults += [f"the guards of frozen rows were left lifted: {row}" for row in Lifted.objects.all()]
    signed = [
        row
        for model in SIGNED
        for row in model.objects.filter(signed_at__isnull=False)
        .exclude(client__state=Client.State.ERASED)
        .iterator(500)
    ]
    faults += _erased()
    faults += [f"{row}: signed, and no longer what was signed" for row in signed if not signature_holds(row)]
    faults += _texts()
    forecasts = Forecast.objects.count()
    faults += [
        f"{row}: not the forecast that was kept"
        for row in Forecast.objects.iterator(200)
        if not forecast_holds(row)
    ]
    forecasts += TrackedForecast.objects.count()
    faults += [
        f"{row}: not the forecast that was kept"
        for row in TrackedForecast.objects.iterator(200)
        if not tracked_holds(row)
    ]
    faults += _pictures()
    return Wholeness(
        chain.entries, chain.last_digest, len(signed), forecasts, Photograph.objects.count(), tuple(faults)
    )


def _erased() -> Iterator[str]:
    """Where everything was erased: what is left is what was left then, and no file is."""
    for row in Erasure.objects.select_related("client").iterator(500):
        if row.left_sha256 and left_digest(family(row.client)) != row.left_sha256:
            yield f"{row}: what is left is not what was left"
        if not hasattr(row, "files"):
            yield f"{row}: its files may be on the disc still: microneedling clinic check --repair"
    for model, there in owned().items():
        if model._meta.label not in LEFT and model.__name__ not in TELLS:
            gone = Client.objects.filter(state=Client.State.ERASED).values_list("pk", flat=True)
            if number := (there.of(list(gone)).count() if gone else 0):
                yield f"{model._meta.verbose_name_plural}: {number} of clients who were erased"


def _texts() -> Iterator[str]:
    for row in ConsentText.objects.iterator(500):
        if digest_of(canonical([row.kind, row.language, row.title, row.body])) != row.sha256:
            yield f"{row}: not the words that were kept"
    for row in Consent.objects.exclude(signature="").iterator(500):
        if digest_of(row.signature) != row.signature_sha256:
            yield f"{row}: not the signature that was given"


def _pictures() -> Iterator[str]:
    for row in Photograph.objects.iterator(500):
        try:
            picture_of(row)
        except MicroneedlingError as error:
            yield f"{row}: {error}"
