"""How Django knows this package, and what the database keeps from being changed in it."""

from django.apps import AppConfig

from ..audit.guard import Guard

SIGNED = "{row}.signed_at IS NOT NULL"
# Written once and for all.
FROZEN = (
    "Addendum",
    "Consent",
    "ConsentOffer",
    "ConsentText",
    "ConsentWithdrawal",
    "EventLot",
    "EventReport",
    "Forecast",
    "Former",
    "HiddenPhotograph",
    "Measurement",
    "Merge",
    "MergeUndone",
    "Moved",
    "Photograph",
    "PlanStep",
    "PlanVersion",
    "StockMove",
    "TrackedForecast",
    "VoidedSession",
)
# Part -> the whole whose signature freezes it, and the column that names it.
PARTS = {
    "SessionZone": ("session", "session_id"),
    "Numbing": ("session", "session_id"),
    "LotUse": ("session", "session_id"),
    "ScreeningAnswer": ("screening", "screening_id"),
}


def _of_signed(table: str, column: str) -> str:
    whole = f"clinic_records_{table}"
    return f"EXISTS (SELECT 1 FROM {whole} AS w WHERE w.id = {{row}}.{column} AND w.signed_at IS NOT NULL)"


class Config(AppConfig):
    """The package `records` of the clinic."""

    name = "microneedling.clinic.records"
    label = "clinic_records"
    verbose_name = "Records"
    guards = (
        *(Guard(f"clinic_records.{model}", lasting=True) for model in ("Erasure", "ErasedFiles")),
        *(Guard(f"clinic_records.{model}") for model in FROZEN),
        *(
            Guard(f"clinic_records.{model}", SIGNED)
            for model in ("Session", "Screening", "Note", "AdverseEvent")
        ),
        *(
            Guard(f"clinic_records.{model}", _of_signed(*whole), parent=True)
            for model, whole in PARTS.items()
        ),
    )
