"""microneedling: a digital twin of percutaneous collagen induction that says how much of each answer is known.

Not a medical device. Public names load on first use, so that the command line answers at once.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.2.0"
MODEL_NUMBER = 5

__all__ = [
    "MODEL_NUMBER",
    "Aftercare",
    "Audit",
    "Citation",
    "Concern",
    "Course",
    "Delivery",
    "DeliveryFile",
    "Evidence",
    "EvidenceReport",
    "FollowUp",
    "Forecast",
    "Goals",
    "Gradient",
    "InputError",
    "Limits",
    "Measurement",
    "Numbing",
    "Pen",
    "Person",
    "Plan",
    "Plans",
    "Prediction",
    "Refused",
    "Roller",
    "Session",
    "SolverError",
    "Stamp",
    "Study",
    "Topical",
    "Tracked",
    "TrialFile",
    "TrialResult",
    "Validation",
    "Wish",
    "Zone",
    "audit",
    "cite",
    "deliver",
    "evidence_for",
    "evidence_report",
    "forecast_again",
    "forecast_plans_again",
    "gradient",
    "load_course",
    "load_delivery",
    "load_goals",
    "load_measurements",
    "load_plans",
    "load_records",
    "load_study",
    "load_trial",
    "plan",
    "predict",
    "read_delivery",
    "registry",
    "save_plans",
    "simulate",
    "track",
    "trial",
    "validate",
]

# Where each public name is found; `__init__.pyi` says the same to type checkers, and a test compares all three.
_HOME = {
    "Aftercare": "skin.person",
    "Audit": "tracking.audit.audit",
    "Citation": "evidence.sources",
    "Concern": "skin.concern",
    "Course": "course.course",
    "Delivery": "transport.deliver",
    "DeliveryFile": "transport.delivery_file",
    "Evidence": "sensitivity.evidence_for",
    "EvidenceReport": "evidence.report",
    "FollowUp": "course.course",
    "Forecast": "course.forecast",
    "Goals": "planner.wishes.goals",
    "Gradient": "sensitivity.gradient",
    "InputError": "errors",
    "Limits": "planner.wishes.goals",
    "Measurement": "tracking.measurement",
    "Numbing": "course.session",
    "Pen": "device.instruments",
    "Person": "skin.person",
    "Plan": "planner.one_plan",
    "Plans": "planner.plans",
    "Prediction": "studies.predict",
    "Refused": "errors",
    "Roller": "device.instruments",
    "Session": "course.session",
    "SolverError": "errors",
    "Stamp": "device.instruments",
    "Study": "studies.study",
    "Topical": "course.session",
    "Tracked": "tracking.tracked",
    "TrialFile": "trials.trial_file",
    "TrialResult": "trials.result",
    "Validation": "validation.result",
    "Wish": "planner.wishes.goals",
    "Zone": "course.session",
    "audit": "tracking.audit.audit",
    "cite": "course.cited",
    "deliver": "transport.deliver",
    "evidence_for": "sensitivity.evidence_for",
    "evidence_report": "evidence.report",
    "forecast_again": "planner.again",
    "forecast_plans_again": "planner.again",
    "gradient": "sensitivity.gradient",
    "load_course": "course.reading",
    "load_delivery": "transport.delivery_file",
    "load_goals": "planner.wishes.reading",
    "load_measurements": "tracking.measurements",
    "load_plans": "planner.saved",
    "load_records": "tracking.audit.records_file",
    "load_study": "studies.study_file",
    "load_trial": "trials.reading",
    "plan": "planner.plan",
    "predict": "studies.predict",
    "read_delivery": "transport.delivery_file",
    "registry": "evidence.registry",
    "save_plans": "planner.saving",
    "simulate": "course.simulate",
    "track": "tracking.update",
    "trial": "trials.trial",
    "validate": "validation.validate",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
