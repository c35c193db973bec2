"""The job `import`: a table that lies on a tray, tried or brought in by the very function that the command calls.

What is told of its rows names people, so it is written to the tray; the database keeps counts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...errors import InputError
from ..exchange.tables.columns import LEFT_OUT
from ..exchange.tables.importing import bring_in
from ..exchange.tables.reading import DATES, NUMBERS, Reading, opened
from ..exchange.tables.telling import as_json
from ..records.services.act import Actor
from ..tray import ABOUT, Tray

GIVEN, REJECTS = "given.csv", "rejected.csv"
MOST = 200  # rejected rows that a page shows; the file holds all


def told_in(job: str) -> str:
    """The file of a tray that says what became of a job on it."""
    return f"said-{job}.json"


def hand_in(inputs: dict[str, Any], step: Callable[[float], None], actor: Actor) -> dict[str, Any]:
    """Try a table, or with the token of its trial bring it in; inputs: tray, kind, said, token, name.

    `said` is how the table is to be read, as far as somebody said so. Where something has to be said first, that is
    told and nothing is done.
    """
    tray = Tray(inputs["tray"])
    data, source = tray.get(GIVEN), tray.said(ABOUT)["source"]
    said = Reading(**inputs["said"])
    here = told_in(inputs["name"])
    step(0.05)
    try:
        done = bring_in(
            actor=actor,
            kind=inputs["kind"],
            data=data,
            source=source,
            said=said,
            token=inputs["token"],
            reached=lambda rows, of: step(0.05 + 0.95 * rows / max(of, 1)),
        )
    except InputError as error:
        tray.say(here, _asked(error, data, said, source))
        return {"asked": len(error.mistakes)}
    if done.rejected:
        tray.put(REJECTS, done.reject_file())
    told = as_json(done)
    told["rejected"] = told["rejected"][:MOST]
    tray.say(here, {**told, "names": list(done.table.sheet.columns), "refused": len(done.rejected)})
    counts = {
        "rows": done.rows,
        "added": done.added,
        "known": len(done.known),
        "rejected": len(done.rejected),
    }
    return {**counts, "trial": done.trial}


def _asked(error: InputError, data: bytes, said: Reading, source: str) -> dict[str, Any]:
    """What has to be said first, or what is wrong: in words, and which columns it is about."""
    try:
        names = list(opened(data, said.encoding, source)[1].columns)
    except InputError:
        names = []
    paths = [item.path for item in error.mistakes]
    return {
        "asked": [{"about": item.path, "found": item.found, "hint": item.hint} for item in error.mistakes],
        "dates": [path.removeprefix(DATES) for path in paths if path.startswith(DATES)],
        "numbers": [path.removeprefix(NUMBERS) for path in paths if path.startswith(NUMBERS)],
        "columns": dict(said.columns),
        "names": names,
        "left_out": LEFT_OUT,
    }
