"""Which sources of the list of references stand behind the rules of the safety screen.

Rules that rest on clinics' texts, on ordinary practice or on this program alone have none here: docs/practice.md names
the pages that were read. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Iterable

CLEARANCES = (
    "cfr8784430",
    "fda2018",
    "fdak180778",
    "fdak182407",
    "fdak192138",
    "fdak200044",
    "fdak202243",
    "fdak230420",
    "fdak233709",
    "fdak243800",
)
# Short name of a rule -> keys of sources.bib.
RULE_SOURCES: dict[str, tuple[str, ...]] = {
    "A02": ("fda2018",),
    "C01": ("alam2014", "eliteclinic", "kichi", "mysore2017", "projectlead", "sisu"),
    "C02": ("balancedayspa", "browsofjoy", "kichi", "sisu"),
    "C03": ("balancedayspa", "browsofjoy", "sisu"),
    "C07": ("cmac2021",),
    "C15": ("balancedayspa", "claytor2022", "osei22derm", "sisu"),
    "D03": ("alster", "cosmetics2025"),
    "D04": ("alster", "cosmetics2025"),
    "D05": ("alster", "cosmetics2025"),
    "D07": ("fda2018", "fdak182407", "nct02646917"),
    "F01": ("browsofjoy",),
    "F02": ("jdd2024",),
    "H09": ("balancedayspa", "browsofjoy"),
    "H10": ("balancedayspa", "browsofjoy", "feau", "osei22derm"),
    "I01": ("brogden2021", "han2012"),
    "I02": ("jdd2024",),
    "I03": ("jdd2024",),
    "I04": ("minh2019",),
    "I05": ("minh2019",),
    "L01": CLEARANCES,
    "L04": CLEARANCES,
    "N01": ("fda2024",),
    "N02": ("fda2009",),
    "N03": ("chiang2015",),
    "N04": ("fda2024",),
    "N05": ("fda2009",),
    "N07": ("fda2024",),
    "T01": ("cfr8784430",),
    "T02": ("friedmann2024",),
    "T03": ("cdc2024",),
    "Z02": ("dogra2014",),
}


def rule_sources(rules: Iterable[str]) -> tuple[str, ...]:
    """Keys of the sources behind rules, by their names or short names (`T01 ...`), each once."""
    found = {key for rule in rules for key in RULE_SOURCES.get(rule.split(" ")[0], ())}
    return tuple(sorted(found))
