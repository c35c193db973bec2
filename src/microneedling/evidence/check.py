"""Is the registry sound and complete? Every rule an entry must keep; all mistakes are found at once."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import Mistake, did_you_mean
from ..units import DIMENSIONLESS, promised_unit
from .datasets import row, rows_named, source_of_row
from .entry import GRADES, PRIORS, SEEN, Entry
from .formula import names_in, problem
from .registry import Registry, registry
from .sources import sources

BACKED = ("measured", "derived", "calibrated")  # grades that must name a source
_BEST = {"read": 0, "derived": 0, "read2": 1, "memory": 2, "none": 3}


def stem(key: str) -> str:
    """The part of a key that bears the unit: `dermis_thickness_mm` of `skin.dermis_thickness_mm.cheek`."""
    return key.split(".")[1]


def is_convention(entry: Entry) -> bool:
    """A fixed number that is agreed upon, not known (a reference age): it has no truth to be wrong about."""
    return entry.prior == "fixed" and entry.where.lower().startswith("convention")


def check_registry(book: Registry | None = None) -> list[Mistake]:
    """Every rule broken by every entry, in the order of the registry."""
    book = book if book is not None else registry()
    found: list[Mistake] = []
    for entry in book.values():
        for rule in (_unit, _words, _interval, _formula, _grounds, _rows):
            found += rule(entry, book)
    return found + list(_cycles(book))


def _unit(entry: Entry, book: Registry) -> Iterator[Mistake]:
    promised = promised_unit(stem(entry.key))
    if promised != entry.unit:
        hint = "name the number after its unit (units.SUFFIXES)" if promised == DIMENSIONLESS else ""
        yield Mistake(f"{entry.key}.unit", f'"{entry.unit}"', f'"{promised}", which the name promises', hint)


def _words(entry: Entry, book: Registry) -> Iterator[Mistake]:
    for name, allowed in (("grade", GRADES), ("prior", PRIORS), ("seen", SEEN)):
        word = getattr(entry, name)
        if word not in allowed:
            yield Mistake(f"{entry.key}.{name}", f'"{word}"', ", ".join(allowed), did_you_mean(word, allowed))
    if not entry.about.strip():
        yield Mistake(f"{entry.key}.about", "nothing", "what the number is")
    if not entry.where.strip():
        yield Mistake(f"{entry.key}.where", "nothing", "row ids, a locator in the source, or the reason")


def _interval(entry: Entry, book: Registry) -> Iterator[Mistake]:
    path = f"{entry.key}.range"
    if entry.formula is not None:
        return
    if entry.range is None:
        if entry.prior != "fixed":
            yield Mistake(path, "nothing", f"the 95 % interval of a {entry.prior} prior")
        return
    low, high = entry.range
    value = float(entry.value or 0.0)
    if not low < high:
        yield Mistake(path, f"[{low}, {high}]", "low < high")
    if not low <= value <= high:
        yield Mistake(f"{entry.key}.value", f"{value}", f"inside its range [{low}, {high}]")
    if entry.prior == "lognormal" and low <= 0:
        yield Mistake(path, f"[{low}, {high}]", "above 0 with a lognormal prior")
    if entry.prior == "logit" and not (low > 0 and high < 1):
        yield Mistake(path, f"[{low}, {high}]", "strictly between 0 and 1 with a logit prior")
    even = (
        entry.prior == "uniform" and entry.grade != "calibrated"
    )  # what was learnt need not lie in the middle
    if even and abs(2 * value - low - high) > 1e-9 * (abs(low) + abs(high)):
        yield Mistake(f"{entry.key}.value", f"{value}", "the middle of its range with a uniform prior")


def _formula(entry: Entry, book: Registry) -> Iterator[Mistake]:
    if entry.formula is None:
        return
    path = f"{entry.key}.formula"
    if wrong := problem(entry.formula):
        yield Mistake(path, wrong, "numbers, entry keys, + - * / **, exp, log, sqrt")
        return
    if not names_in(entry.formula):
        yield Mistake(path, entry.formula, "a formula of other entries; a plain number is a value")
    for name in sorted(names_in(entry.formula)):
        if name not in book:
            yield Mistake(path, name, "keys of the registry", did_you_mean(name, book))


def _grounds(entry: Entry, book: Registry) -> Iterator[Mistake]:
    path = f"{entry.key}.sources"
    if entry.grade in BACKED and not entry.sources and not (entry.formula or is_convention(entry)):
        yield Mistake(path, "none", f"at least one source for a {entry.grade} number", 'or grade = "assumed"')
    if entry.grade == "measured" and entry.seen not in ("read", "read2"):
        yield Mistake(f"{entry.key}.seen", f'"{entry.seen}"', "read or read2 for a measured number")
    if entry.sources and entry.seen == "none":
        yield Mistake(f"{entry.key}.seen", '"none"', "read, read2 or memory when a source is named")
    for key in entry.sources:
        if key not in sources():
            yield Mistake(
                path, f'"{key}"', "keys of sources.bib", _key_of(entry) or did_you_mean(key, sources())
            )


def _rows(entry: Entry, book: Registry) -> Iterator[Mistake]:
    """Rows quoted exist, their sources are named, and the number was not seen better than its rows were."""
    quoted = rows_named(entry.where)
    known = [name for name in quoted if name in source_of_row()]
    for name in quoted:
        if name not in source_of_row():
            yield Mistake(f"{entry.key}.where", f"row {name}", "rows of the observation tables")
    if entry.grade not in BACKED:
        return
    for source in sorted({source_of_row()[name] for name in known}):
        if source not in entry.sources:
            rows = " ".join(name for name in known if source_of_row()[name] == source)
            yield Mistake(f"{entry.key}.sources", "not among them", f'"{source}", the source of {rows}')
    if known and entry.seen in _BEST and _BEST[entry.seen] < min(_BEST[row(name).seen] for name in known):
        rows = ", ".join(f"{name} {row(name).seen}" for name in known)
        yield Mistake(f"{entry.key}.seen", f'"{entry.seen}"', f"no better than its rows ({rows})")


def _key_of(entry: Entry) -> str:
    keys = sorted({source_of_row()[name] for name in rows_named(entry.where) if name in source_of_row()})
    return f"the rows quoted have {', '.join(keys)}" if keys else ""


def _cycles(book: Registry) -> Iterator[Mistake]:
    """Formulas that come back to themselves."""
    reads = {
        key: [name for name in sorted(names_in(entry.formula)) if name in book]
        for key, entry in book.items()
        if entry.formula is not None and not problem(entry.formula)
    }
    done: set[str] = set()
    for start in reads:
        path: list[str] = []
        yield from _walk(start, reads, path, done)


def _walk(key: str, reads: dict[str, list[str]], path: list[str], done: set[str]) -> Iterator[Mistake]:
    if key in path:
        circle = [*path[path.index(key) :], key]
        yield Mistake(f"{key}.formula", " -> ".join(circle), "formulas without a circle")
        return
    if key in done:
        return
    path.append(key)
    for name in reads.get(key, ()):
        yield from _walk(name, reads, path, done)
    path.pop()
    done.add(key)
