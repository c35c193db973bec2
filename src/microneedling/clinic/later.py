"""Pages whose modules are loaded when they are first asked for: the first page of the day waits for none of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.http import HttpRequest, HttpResponse

PUT_OFF: dict[str, set[str]] = {}
"""Modules put off, with the pages that they answer."""


def later(package: str, place: str) -> Callable[..., HttpResponse]:
    """The page `module:function` of a package; what answers it is loaded, with all that it needs, on the way to it.

    For pages that bring the model or the array library: `load` brings all of them beside whoever reads the first.
    """
    module, name = place.split(":")

    def answer(request: HttpRequest, **named: object) -> HttpResponse:
        return getattr(import_module(f"{package}.{module}"), name)(request, **named)

    PUT_OFF.setdefault(f"{package}.{module}", set()).add(name)
    return answer


def load() -> None:
    """Load every module that was put off."""
    for name in PUT_OFF:
        import_module(name)
