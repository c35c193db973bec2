"""The page on how photographs agree with the truth of rendered skin, from the kept rows of all pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from microneedling.imaging.index import IN_DEGREES, LABELS, NOT_EARNED, SCALES, index_of

from .photo_rows import Pairs, Row, change, indices_of, is_fitted, over_told, pair_of, readings, told

MADE = "<!-- Made by tools/make_photo_agreement.py; change that, not this page. -->"
WITHIN = 1.96
PHOTOTYPES = ("I", "II", "III", "IV", "V", "VI")
UNCHANGED = ("before", "again")
LEFT_OUT = {
    "melanin_index": "redness hides it",
    "erythema_index": "melanin hides it",
    "crease_length": "the light moved",
    "pore_diameter": "too few pores",
}
CHANGES_TO = {"fine_relief": "Ra of the relief", "scar_shadow": "depth of the scars"}
COLUMNS = (
    "index",
    "pairs",
    "true changes, sd",
    "bias",
    "limits of agreement",
    "slope",
    "repeatability",
    "smallest detectable",
    "`track`",
)

HEAD = """# Photographs on rendered skin

{made}

[`microneedling photo`](how-to/photo.md) was tried on skin that was rendered here, so that its truth is known:
{people} invented people of phototypes I to VI, each under one of {lamps} lamps, photographed four times
(before, again unchanged, and on two days after a course for acne scars with the melanin, blood flow, pores, creases
and scars that the model gave when the trial was rendered), the card laid and the camera held anew each time.
{pairs} pairs.

**Nothing on this page was measured on people.** Rendered skin has no hair, no make-up, no facial expression,
one smooth patch that does not bend, and light that stands almost where it stood. Real photographs agree less
well, never better. What the trial shows is which indices a photograph carries at all, by phototype and light
alike, and how large their errors are at best.

The errors that `photo` tells were **fitted on the first {fitted} people** and **checked on the other {checked}**: no
number was fitted to them. What an error depends on (melanin, redness, the change of pores and of relief) was chosen
after looking at all of them. Tables of changes and levels show everybody.

Changes are compared as ln(after/before), in percent; of the typology angle in degrees. *Bias* is the mean of
read less true, *limits of agreement* are bias ± 1.96 standard deviations over pairs. *Repeatability* is the
standard deviation of one reading of unchanged skin (differences over √2). The error that `photo` tells is larger, as
changes miss the truth by more; the *smallest detectable change* is 2.77 times the error of an index that did not
change, here the middle one of all pairs.
*Slope* is read on true change: 1 where a change is told in full. A change of what hardly
changed is no test: the spread of true changes is given.
"""


def page(rows: Sequence[Row]) -> str:
    """The whole page."""
    good = told(rows)
    lost = [row for row in rows if row["refused"]]
    one_each = [row for row in good if row["index"] == IN_DEGREES]
    lamps = list(dict.fromkeys(row["lamp"] for row in rows))
    fitted = [row for row in rows if is_fitted(row)]
    lines = [
        HEAD.format(
            made=MADE,
            people=_people(rows),
            fitted=_people(fitted),
            checked=_people(rows) - _people(fitted),
            lamps=len(lamps),
            pairs=len(one_each) + len(lost),
        )
    ]
    lines += ["## Refused and left out, by phototype", "", *_refused(rows), ""]
    lines += ["## Changes, all pairs", "", *_changes(good, indices_of(rows)), ""]
    lines += ["## Errors that are told, and errors found", "", *_errors(rows), ""]
    lines += ["## Limits of agreement of changes, by phototype", "", *_by(good, "phototype", PHOTOTYPES), ""]
    lines += ["## Limits of agreement of changes, by light", "", *_by(good, "lamp", lamps), ""]
    lines += ["## Levels", "", *_levels(good), ""]
    lines += ["## Laying one photograph on the other", "", *_laid(one_each), ""]
    return "\n".join([*lines, TAUGHT]).rstrip() + "\n"


def _people(rows: Sequence[Row]) -> int:
    return len({row["person"] for row in rows})


def _refused(rows: Sequence[Row]) -> Iterator[str]:
    yield "The trial photographs as the how-to asks; what is photographed otherwise is refused in tests, with pictures"
    yield "spoiled on purpose. Of the pairs here, so many were refused, or told without an index:"
    yield ""
    pairs = {pair_of(row): row["phototype"] for row in rows}
    reasons = {pair_of(row): row["refused"] for row in rows if row["refused"]}
    kept = {(*pair_of(row), row["index"]) for row in told(rows)}
    yield f"| | {' | '.join(PHOTOTYPES)} | all |"
    yield "|---|" + "--:|" * (len(PHOTOTYPES) + 1)
    yield _counted("pairs", pairs.values())
    yield _counted("refused", (pairs[one] for one in reasons))
    for reason in sorted(set(reasons.values())):
        yield _counted(f"refused: {reason}", (pairs[one] for one in reasons if reasons[one] == reason))
    for name, why in LEFT_OUT.items():
        without = [kind for one, kind in pairs.items() if one not in reasons and (*one, name) not in kept]
        yield _counted(f"{LABELS[name][0]} left out: {why}", without)


def _counted(words: str, kinds: Iterable[str]) -> str:
    found = list(kinds)
    cells = [str(found.count(one)) for one in PHOTOTYPES]
    return f"| {words} | {' | '.join(cells)} | {len(found)} |"


def _errors(rows: Sequence[Row]) -> Iterator[str]:
    yield "How far changes missed the truth, over the error of a change that was told with them: root mean square, 1"
    yield "where errors are as told, above 1 where they are told too small. Last, of the people checked, the share of"
    yield "changes that missed by more than 1.96 errors of a change, of which 5 % would be right."
    yield ""
    head = ("fitted", "checked", *(f"checked, {one}" for one in PHOTOTYPES), "missed by more")
    yield f"| index | {' | '.join(head)} |"
    yield "|---|" + "--:|" * len(head)
    over = over_told(rows)
    for name, (label, _) in LABELS.items():
        if name in NOT_EARNED:
            continue
        cells = [_root(off for row, off in over if row["index"] == name and is_fitted(row))]
        new = [(row, off) for row, off in over if row["index"] == name and not is_fitted(row)]
        cells.append(_root(off for _, off in new))
        cells += [_root(off for row, off in new if row["phototype"] == one) for one in PHOTOTYPES]
        beyond = f"{100 * np.mean([abs(off) > WITHIN for _, off in new]):.0f} %" if new else "–"
        yield f"| {label} | {' | '.join(cells)} | {beyond} |"


def _root(offs: Iterable[float]) -> str:
    found = list(offs)
    return f"{np.sqrt(np.mean(np.square(found))):.2f}" if found else "–"


def repeatability(rows: Sequence[Row], name: str) -> float:
    """Standard deviation of one reading of an index on unchanged skin: of differences over the root of two."""
    off = [change(row)[0] for row in _of(rows, name) if (row["first"], row["second"]) == UNCHANGED]
    return float(np.sqrt(np.nanmean(np.square(off)) / 2))


def smallest_told(rows: Sequence[Row], pairs: Pairs, name: str) -> float:
    """Middle of the smallest detectable changes that are told, percent of the reading; of an angle degrees."""
    found = []
    for row in _of(rows, name):
        one = index_of(name, pairs[pair_of(row)])
        if one.before + one.after > 0:
            found.append(
                one.smallest if name == IN_DEGREES else 100 * one.smallest / (sum(readings(row)) / 2)
            )
    return float(np.median(found))


def _of(rows: Sequence[Row], name: str) -> list[Row]:
    return [row for row in rows if row["index"] == name]


def _pairs(rows: Sequence[Row]) -> np.ndarray:
    found = np.array([change(row) for row in rows]).reshape(-1, 2)
    return found[np.isfinite(found).all(axis=1)]


def _changes(rows: Sequence[Row], pairs: Pairs) -> Iterator[str]:
    yield f"| {' | '.join(COLUMNS)} |"
    yield "|---|" + "--:|" * (len(COLUMNS) - 2) + "---|"
    for name, (label, _) in LABELS.items():
        read, true = _pairs(_of(rows, name)).T
        off = read - true
        unit = "°" if name == IN_DEGREES else " %"
        slope = float((true * read).sum() / (true**2).sum()) if true.std() > 0.5 else float("nan")
        again = repeatability(rows, name)
        beside = f", beside {CHANGES_TO[name]}" if name in CHANGES_TO else ""
        cells = (
            f"{label}{beside}",
            str(off.size),
            f"{true.std():.1f}{unit}",
            f"{off.mean():+.1f}{unit}",
            f"{off.mean() - WITHIN * off.std():+.1f} to {off.mean() + WITHIN * off.std():+.1f}{unit}",
            "–" if np.isnan(slope) else f"{slope:.2f}",
            f"{again:.1f}{unit}",
            "–" if name in NOT_EARNED else f"{smallest_told(rows, pairs, name):.1f}{unit}",
            "yes" if name in SCALES else "not told" if name in NOT_EARNED else "",
        )
        yield f"| {' | '.join(cells)} |"


def _by(rows: Sequence[Row], column: str, groups: Sequence[str]) -> Iterator[str]:
    yield f"| index | {' | '.join(groups)} |"
    yield "|---|" + "--:|" * len(groups)
    for name, (label, _) in LABELS.items():
        cells = []
        for group in groups:
            read, true = _pairs([row for row in _of(rows, name) if row[column] == group]).T
            off = read - true
            cells.append(f"{off.mean():+.1f} ± {WITHIN * off.std():.1f}" if off.size else "–")
        yield f"| {label} | {' | '.join(cells)} |"


def _levels(rows: Sequence[Row]) -> Iterator[str]:
    yield "What is read before over what is true, by phototype: mean ± 1.96 standard deviations, percent (typology"
    yield "angle: degrees). Each person has a print, a camera and a lamp of their own; compare no levels between rooms."
    yield ""
    yield f"| index | {' | '.join(PHOTOTYPES)} |"
    yield "|---|" + "--:|" * len(PHOTOTYPES)
    for name, (label, _) in LABELS.items():
        if name in CHANGES_TO:
            continue
        cells = [_level([row for row in _of(rows, name) if row["phototype"] == one]) for one in PHOTOTYPES]
        yield f"| {label} | {' | '.join(cells)} |"


def _level(rows: Sequence[Row]) -> str:
    first = [row for row in rows if row["first"] == "before" and row["second"] == "again"]
    read = np.array([float(row["read_first"]) for row in first])
    true = np.array([float(row["true_first"]) for row in first])
    if not first:
        return "–"
    if first[0]["index"] == IN_DEGREES:
        off = read - true
    else:
        keep = (read > 0) & (true > 0)
        off = 100 * np.log(read[keep] / true[keep])
    return f"{off.mean():+.0f} ± {WITHIN * off.std():.0f}" if off.size else "–"


def _laid(rows: Sequence[Row]) -> Iterator[str]:
    missed, told = (np.array([float(row[name]) for row in rows]) for name in ("missed_mm", "told_mm"))
    figures: Callable[[Any, float], float] = lambda values, q: float(np.quantile(values, q))  # noqa: E731
    yield "| | median | 95 % within | largest |"
    yield "|---|--:|--:|--:|"
    for words, values in (("truly missed, mm", missed), ("told as the error, mm", told)):
        yield f"| {words} | {figures(values, 0.5):.3f} | {figures(values, 0.95):.3f} | {values.max():.3f} |"


TAUGHT = """## What the pictures taught

- **The contrast at the size of scars is not told.** It hardly follows their depth (slope above): mottle of colour at
  the same size covers what light makes of a shallow hollow. A scar needs a lamp from the side that is known, or a
  profile.
- **Roughness is not told either; contrast of fine relief is.** It follows Ra in direction and not in full, by how
  much depends on lamp and skin; shape from shading needs a light whose direction is known better than a room gives.
  `track` learns nothing from it.
- **The length of creases earns little.** Half of a true change is told (slope above): creases grow shallow long before
  they grow short, and a line that fades below what counts as one goes all at once, so that a few changes are missed
  by far. Only halved or doubled length is beyond its error; `track` learns nothing from it.
- **Redness hides melanin in fair skin, and dark skin hides blood.** After a session blood rises several times; where
  it differs by more than a factor of two, melanin is not told (the pairs counted above are those that are), and in
  the darkest skin erythema is not. The error of both grows with the change of blood, and is told so.
- **Grain of the camera passed for pores in dark skin**, which throws so little light back that the same grain is a
  larger share of it: in one pair three quarters more pores were counted in one photograph than in the other. A pore
  must now stand five times above what two photographs of the same skin differ by in themselves. Of four, five and six
  times, five was taken after looking at three people of phototype VI, one of whom (6010) is among those who check.
- **Errors depend on the skin and on what changes.** Those of pores and of fine relief grow with melanin, that of the
  typology angle in fair skin, which has little colour for it to rest on. Pores that shrink go below what is seen, so
  that their count errs with the change of their diameter; creases that grow shallow do the same. The error of
  a change of pores, relief or redness grows with the change itself (relief is told in part, redness too large); that
  part is left out of the smallest detectable change, which asks what is read where nothing changed.
- **The model's melanin spans too little between phototypes.** Its supply goes from 0.6 (I) to 1.5 (VI), a factor of
  2.5; typology angles of the six classes need shares of melanosomes that differ by a factor of some twenty. Within
  a person a ratio is taken as it is; between phototypes rendered skin has shares of its own
  (`imaging.melanin_share`).
- **Levels are not to be trusted, changes are.** Lamp, print and a person's own optics move a melanin index by tens
  of percent, and move it alike before and after.
"""
