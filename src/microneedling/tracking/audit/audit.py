"""`audit(records)`: a clinic's results beside what was forecast: bands, promises, raters, the clinic's own effect."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import MODEL_NUMBER
from ...answers.answer import Answer, Row
from ...answers.card import Card
from ...errors import Mistake
from ...inputs.mistakes import shown
from ...inputs.questions import flag, refuse
from . import audit_words as say
from .local_effect import LocalEffect, local_effects, moved_in_turn
from .promises import Promise, promises
from .raters import Raters, compare_raters
from .records import Record
from .self_audit import SelfAudit, self_audit

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, repr=False)
class Audit(Answer):
    """What a clinic's own results say of its forecasts. `with_local` audits them as the local effect would have moved
    them, each by the days before it; None where that was not asked for.

    >>> from microneedling import audit, load_records
    >>> audit(load_records("examples/clinic_records.csv")).with_local is None
    True
    """

    given: SelfAudit
    promises: tuple[Promise, ...]
    raters: Raters
    local: tuple[LocalEffect, ...]
    with_local: SelfAudit | None = None

    def card(self) -> Card:
        """The verdict first, then concern by concern."""
        return Card(
            "Do the forecasts hold here?",
            say.lead(self.given, self.with_local),
            say.card_table(self.given),
            (say.RESTS_ON,),
        )

    def tidy(self) -> list[Row]:
        """A row a concern after so many sessions: promised, came, and the share inside the band."""
        return [
            {
                "concern": item.concern,
                "sessions": item.sessions,
                "clients": item.came.clients,
                "promised_share": item.promised.value,
                "came_share": item.came.value,
                "difference_low90": item.difference.low,
                "difference_high90": item.difference.high,
                "inside_80_share": item.inside_80.value,
            }
            for item in self.promises
        ]

    def draw(self, ax: Axes) -> None:
        """Share inside the 80 % band by concern, with its interval."""
        from ...answers.drawings import Span, intervals, zero_line

        groups = {"all": self.given.whole, **self.given.by_concern}
        rows = [
            Span(name, item.inside_80.value, item.inside_80.low or 0.0, item.inside_80.high or 1.0)
            for name, item in groups.items()
        ]
        intervals(ax, rows)
        zero_line(ax, 0.8, upright=True)
        ax.set_xlabel("share of results inside the 80 % band, with its 90 % interval")

    def to_json(self) -> dict[str, Any]:
        """The whole answer."""
        return {
            "model_number": MODEL_NUMBER,
            "headline": say.headline(self.given),
            "audit": self.given.to_json(),
            "promises": [item.to_json() for item in self.promises],
            "raters": self.raters.to_json(),
            "local_effect": [item.to_json() for item in self.local],
            "with_local_effect": None if self.with_local is None else self.with_local.to_json(),
        }


def audit(records: Iterable[Record], *, local_effect: bool = False) -> Audit:
    """Audit a clinic's records; `local_effect` also judges forecasts as the clinic's own effect would have moved them.

    Raises `InputError` where there are no records, or something else than records.

    >>> from microneedling import audit, load_records
    >>> audit(load_records("examples/clinic_records.csv")).given.clients
    76
    """
    kept: Sequence[Any] = (
        list(records) if isinstance(records, Iterable) and not isinstance(records, str) else ()
    )
    wrong = flag("local_effect", local_effect)
    if not kept or not all(isinstance(item, Record) for item in kept):
        found = shown(records) if not kept else f"a {type(kept[0]).__name__}"
        hint = "Read them from a file: load_records(PATH)."
        wrong = [Mistake("records", found, "records of a clinic, one or more", hint), *wrong]
    refuse("audit", wrong)
    moved = self_audit(moved_in_turn(kept)) if local_effect else None
    return Audit(self_audit(kept), promises(kept), compare_raters(kept), local_effects(kept), moved)
