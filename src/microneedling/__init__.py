"""microneedling: a digital twin of percutaneous collagen induction that says how much of each answer is known.

Not a medical device. Public names load on first use, so that the command line answers at once.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.2.0"
MODEL_NUMBER = 3

_PUBLIC = {
    "Course": "course.course",
    "load_course": "course.reading",
    "simulate": "course.simulate",
    "Person": "skin.person",
    "Pen": "device.instruments",
    "Roller": "device.instruments",
    "Stamp": "device.instruments",
    "registry": "evidence.registry",
    "cite": "evidence.sources",
    "evidence_report": "evidence.report",
    "InputError": "errors",
}


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        from importlib import import_module

        return getattr(import_module(f".{_PUBLIC[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])
