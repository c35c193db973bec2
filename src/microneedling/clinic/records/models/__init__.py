"""The tables, by subject. Ids are random; names of people stand in `Identity` alone."""

from .addendum import Addendum
from .assessment import HiddenPhotograph, Indication, Measurement, Photograph, Screening, ScreeningAnswer
from .base import Former, Once
from .booking import Appointment, Draft
from .client import Alert, Client, Different, Identity, Precision, Sex
from .consent import Consent, ConsentKind, ConsentOffer, ConsentText, ConsentWithdrawal
from .event import AdverseEvent, EventLot, EventReport
from .imported import ImportedRow, ImportRun
from .joining import Merge, MergeUndone, Moved
from .note import Note
from .plan import Forecast, Plan, PlanStep, PlanVersion
from .rights import ErasedFiles, Erasure, Restriction
from .session import LotUse, Numbing, Session, SessionZone, VoidedSession
from .stock import Device, Lot, Product
from .stock_move import StockMove
from .tracked import TrackedForecast

__all__ = [
    "Addendum",
    "AdverseEvent",
    "Alert",
    "Appointment",
    "Client",
    "Consent",
    "ConsentKind",
    "ConsentOffer",
    "ConsentText",
    "ConsentWithdrawal",
    "Device",
    "Different",
    "Draft",
    "ErasedFiles",
    "Erasure",
    "EventLot",
    "EventReport",
    "Forecast",
    "Former",
    "HiddenPhotograph",
    "Identity",
    "ImportRun",
    "ImportedRow",
    "Indication",
    "Lot",
    "LotUse",
    "Measurement",
    "Merge",
    "MergeUndone",
    "Moved",
    "Note",
    "Numbing",
    "Once",
    "Photograph",
    "Plan",
    "PlanStep",
    "PlanVersion",
    "Precision",
    "Product",
    "Restriction",
    "Screening",
    "ScreeningAnswer",
    "Session",
    "SessionZone",
    "Sex",
    "StockMove",
    "TrackedForecast",
    "VoidedSession",
]
