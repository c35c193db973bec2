"""What a page needs to show the skin alive: the frames of a course, the script, and the policy that lets only it run.

The page stays self-contained: frames and script stand in it. Its policy allows this one script, by its digest, and
no request of any kind, so that a page which is passed on can neither load nor send anything.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ...figures import alive
from ...figures.alive.frames import frames_of
from ...figures.alive.sure import sure_of

if TYPE_CHECKING:
    from ...course.forecast import Forecast

SCRIPT = Path(alive.__file__).parent / "alive.js"
SHEET = "alive.css"


@dataclass(frozen=True)
class AliveView:
    """One course as the page shows it: title, person, frames as the text of a JSON element, and how sure they are."""

    title: str
    person: str
    frames: Markup
    sure: tuple[str, ...]


def alive_view(result: Forecast) -> AliveView:
    """The skin of a forecast of one zone over the course."""
    frames = frames_of(result)
    return AliveView(frames.title, frames.person, _as_text(frames.to_json()), sure_of(result).words)


def running() -> dict[str, Any]:
    """What the template of a page shows beside its own content: the script and the policy."""
    return {"script": script(), "policy": policy()}


@cache
def script() -> Markup:
    """The script as it stands in the page; from the package, so never with words of a course in it."""
    return Markup(SCRIPT.read_text(encoding="utf-8"))


@cache
def policy() -> str:
    """The content security policy of a page with the script."""
    digest = base64.b64encode(hashlib.sha256(script().encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _as_text(told: dict[str, Any]) -> Markup:
    """JSON that cannot end its element, whatever words it holds."""
    text = json.dumps(told, ensure_ascii=True, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
