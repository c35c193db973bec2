"""How past predictions fared, printed below a forecast: in full for what was asked, in a line each for all else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ...evidence.track_record import NO_STUDY, TrackRecord, track_record
from ...phrases import family_name, listed
from ..text import wrapped

if TYPE_CHECKING:
    from ...observation.forecast import OutcomeForecast

HEAD = (
    "How past predictions fared, by kind of outcome, in studies that the model had not learnt from (80 % and 50 %: its "
    "intervals; the mean: the plain mean of the other studies)"
)
HARM = "event"


def record_lines(asked: Sequence[OutcomeForecast], others: Sequence[OutcomeForecast]) -> Iterator[str]:
    """The record of each family of outcomes, those that answer a concern first and in full; then of harm."""
    yield from wrapped(HEAD)
    full = _by_family(asked)
    for record, labels in full.values():
        yield from wrapped(f"  {record.of_family()}{_never_read(record, labels)}", "    ")
    rest = {name: item for name, item in _by_family(others).items() if name not in full}
    for record, labels in rest.values():
        yield from _brief(record, labels)
    yield from _brief(track_record(HARM), [])


def _brief(record: TrackRecord, labels: Sequence[str]) -> list[str]:
    return wrapped(
        f"  {family_name(record.family)}: {record.short_of_family()}.{_never_read(record, labels)}", "    "
    )


def _by_family(outcomes: Iterable[OutcomeForecast]) -> dict[str, tuple[TrackRecord, list[str]]]:
    """Family -> its record, and the labels of its outcomes of which no number of a study stands in it."""
    found: dict[str, tuple[TrackRecord, list[str]]] = {}
    for item in outcomes:
        record = item.record
        never = found.setdefault(item.family, (record, []))[1]
        if not record.of_this_scale and item.label not in never:
            never.append(item.label)
    return found


def _never_read(record: TrackRecord, labels: Sequence[str]) -> str:
    if record.verdict == NO_STUDY or not labels:
        return ""
    return f" None of these read {listed(labels)} as here."
