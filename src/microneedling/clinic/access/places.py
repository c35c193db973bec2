"""Checks of the place a clinic runs in: files for their owner's eyes alone."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error


def checked(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """Django's system check: what of the home folder others on this machine may read."""
    home = settings.HOME
    if os.name == "nt" or not home.exists():
        return []
    open_to_all = [
        path.name
        for path in (home.path, home.path / "secret", home.database, home.photographs)
        if path.exists() and path.stat().st_mode & 0o077
    ]
    hint = "Run: microneedling clinic check --repair"
    return [Error(f"others may read {name}", hint, id="clinic.E002") for name in open_to_all]
