"""What to stop before a session and when to start again, as sources say it: data of the aftercare card.

Every row restates `docs/practice.md`, sections *before a session* and *aftercare*; where sources disagree a row keeps
the shortest and the longest of them. Loads without the array library.
"""

from __future__ import annotations

from dataclasses import dataclass

CLINIC, LISTS = "a clinic's page on care", "clinics' pages, not recorded which"


@dataclass(frozen=True)
class CareRow:
    """One thing: days off before a session and days after it until it goes on again, shortest and longest."""

    what: str
    before_day: tuple[float, float] | None
    after_day: tuple[float, float] | None
    source: str
    keys: tuple[str, ...] = ()  # in `sources.bib`, where the source was recorded

    @property
    def disagree(self) -> bool:
        """Whether sources give different days."""
        return any(span is not None and span[0] != span[1] for span in (self.before_day, self.after_day))


ROWS = (
    CareRow("vitamin A creams (retinoids)", (1, 7), (7, 7), f"{LISTS}; {CLINIC}", ("browsofjoy",)),
    CareRow("fruit acids and peels at home", (1, 7), (7, 7), f"{LISTS}; {CLINIC}", ("browsofjoy",)),
    CareRow("make-up", None, (1, 3), LISTS),
    CareRow("strong sun", (1, 7), (3, 14), f"{LISTS}; a clinic's page", ("osei22derm",)),
    CareRow("sport and heavy sweating", None, (1, 3), f"{CLINIC}; {LISTS}", ("browsofjoy",)),
    CareRow("sauna and pool", None, (3, 3), LISTS),
    CareRow("waxing", (7, 7), None, LISTS),
    CareRow("a peel at a clinic", (30, 30), None, LISTS),
    CareRow(
        "botulinum toxin", (14, 90), (14, 14), f"{CLINIC}; a clinic's list", ("browsofjoy", "balancedayspa")
    ),
    CareRow(
        "filler",
        (14, 365),
        (14, 14),
        f"{CLINIC}; a clinic's list; no trial stands behind any of it",
        ("browsofjoy", "balancedayspa"),
    ),
)
