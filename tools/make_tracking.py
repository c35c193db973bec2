"""Try the audit and learning on simulated clinics and write `docs/validation-tracking.md`.

    python tools/make_tracking.py

Each concern's virtual people are followed once; the clinics are arithmetic on them. Some four minutes of one
processor. Nothing here is measured in people: it says whether the method finds what was put in.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from microneedling import MODEL_NUMBER
from microneedling.course.reading import load_course
from microneedling.files import write_whole
from microneedling.tracking.audit.many_people import Many, gains_of, many
from microneedling.tracking.audit.proof import WITHIN, Watched, false_alarm_share, watched
from microneedling.tracking.audit.simulated import USUAL, Clinic, forecasts
from microneedling.tracking.audit.virtual_people import Ensemble, ensemble

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "validation-tracking.md"
COURSES = (
    "acne_scars_cheek",
    "surgical_scar_stamp",
    "striae_abdomen_roller",
    "fine_lines_roller",
    "melasma_tranexamic_acid",
)
DAYS, KINDS, DRAWS = (30.0, 90.0, 150.0, 210.0), 6, 64
CLINICS, OTHER_CLINICS, FEWER_CLINICS, CLIENTS_LEARNT = 400, 200, 6, 1000
RIGHT_CLINICS, RIGHT_CLIENTS = 4000, 200
ONE = Clinic(truth="one draw")
CLEAR = "right: each client a draw of their own"
AS_CLINICS_ARE = "right, and as clinics are"
RIGHT = {
    CLEAR: Clinic(),
    AS_CLINICS_ARE: USUAL,
}
OFF_CENTRE = {
    "one truth for all clients, any that was held possible": ONE,
    "raters of its own, as far off as those of studies": Clinic(own_raters=True),
}
WRONG = {
    "response 30 % smaller": Clinic(response=0.7),
    "response 30 % smaller, and as clinics are": replace(USUAL, response=0.7),
    "response 30 % larger": Clinic(response=1.3),
    "healing takes half as long again": Clinic(slower=1.5),
    "another scale: a point is worth 0.6": Clinic(step_worth=0.6),
    "results have nothing to do with forecasts": Clinic(noise_only=True),
    "response 30 % smaller from the middle of the watch on": Clinic(response=0.7, wrong_from=0.5),
}
TAUGHT = {
    "pure noise": "readings that are dice, by an instrument known to be ten times as inexact",
    "noise": "an instrument ten times as inexact, and known to be",
    "wild": "the first reading six errors off",
    "another": "another client's readings, taken for this one's",
}


def main() -> None:
    """Run everything and write the page."""
    people = {}
    for name in COURSES:
        people[name] = ensemble(load_course(ROOT / "examples" / f"{name}.toml"), DAYS, KINDS, DRAWS)
        _tell(f"{name}: followed")
    parts = [*_head(), *_bound(), *_clinics(people), *_learning(people)]
    write_whole(PAGE, "\n".join(parts) + "\n", force=True)
    _tell(f"written: {PAGE.relative_to(ROOT)}")


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _head() -> Iterator[str]:
    yield "# Simulated clinics"
    yield ""
    yield "<!-- Made by tools/make_tracking.py; change that, not this page. -->"
    yield ""
    yield (
        f"Clinics of 200 clients of the engine's own virtual people (model number {MODEL_NUMBER}), whose truth is "
        "known: do the [audit](how-to/audit.md) and learning find what was put in, and nothing else? Nothing on this "
        "page was measured in people. Forecasts are those of the example courses; clients come on days "
        "30, 90, 150 and 210."
    )
    yield ""


def _bound() -> Iterator[str]:
    yield "## False alarms where forecasts hold"
    yield ""
    yield (
        f"{RIGHT_CLINICS} right clinics of {RIGHT_CLIENTS} clients with four visits each, places drawn as they are "
        "where forecasts hold; the bound is 5 %, by proof."
    )
    yield ""
    yield from _table(
        ("visits of a client go together", "clinics that ever hear an alarm"),
        [
            (f"{a:g}", f"{100 * false_alarm_share(RIGHT_CLINICS, RIGHT_CLIENTS, a):.1f} %")
            for a in (0.0, 0.5, 0.9)
        ],
    )
    _tell("false alarms counted")


def _clinics(people: dict[str, Ensemble]) -> Iterator[str]:
    found = people[COURSES[0]]
    given, seeds = forecasts(found), range(CLINICS)
    runs = {}
    for name, clinic in {**RIGHT, **OFF_CENTRE, **WRONG}.items():
        runs[name] = watched(found, given, clinic, seeds)
        _tell(name)
    fewer = range(FEWER_CLINICS)
    local = {
        name: watched(found, given, clinic, fewer, True) for name, clinic in {**OFF_CENTRE, **WRONG}.items()
    }
    _tell("with the clinics' own effects")
    yield "## Clinics with acne scars"
    yield ""
    yield (
        f"{CLINICS} clinics of each kind. Share that ever hear an alarm with its 90 % interval; `n`: clients of the "
        "watch that sounds first, on which it sounds. *As clinics are*: three raters who differ, a fifth leaves before "
        "the last visit, 15 % of visits and a tenth of last sessions are missed, one setting in ten was recorded "
        "wrongly."
    )
    yield ""
    yield from _table(_watched_head(), [_watched_row(name, run) for name, run in runs.items()])
    yield from _coverage(runs)
    yield "## With the clinic's own effect"
    yield ""
    yield (
        f"The first {FEWER_CLINICS} of these clinics, each forecast moved by what the days before had taught. What is "
        "one factor is taken away; what is not (time, drift, noise) is left for the alarm. The first ten clients are "
        "not moved, and may sound it."
    )
    yield ""
    yield from _table(_watched_head(), [_watched_row(name, run) for name, run in local.items()])
    yield from _coverage(local)
    yield "## Other concerns"
    yield ""
    yield f"{OTHER_CLINICS} clinics of each."
    yield ""
    rows = []
    for name in COURSES[1:]:
        for words in (
            CLEAR,
            AS_CLINICS_ARE,
            "response 30 % smaller",
            "healing takes half as long again",
        ):
            run = watched(
                people[name], forecasts(people[name]), {**RIGHT, **WRONG}[words], range(OTHER_CLINICS)
            )
            rows.append(_watched_row(f"{people[name].concern}: {words}", run))
        _tell(f"{name}: clinics")
    yield from _table(_watched_head(), rows)


def _watched_head() -> tuple[str, ...]:
    return (
        "clinic",
        "alarms",
        "median n",
        *(f"within {n}" for n in WITHIN),
        "bias",
        "spread",
        "the alarm says",
    )


def _watched_row(name: str, run: Watched) -> tuple[str, ...]:
    middle = float(np.median(run.clients))
    within = [f"{100 * run.within(n):.0f} %" for n in WITHIN]
    when = f"{middle:.0f}" if np.isfinite(middle) else "–"
    low, high = run.sounded_interval
    return (
        name,
        f"{100 * run.sounded:.1f} % ({100 * low:.1f} to {100 * high:.1f})",
        when,
        *within,
        f"{run.bias:+.2f}",
        f"{run.spread:.2f}",
        run.told or "–",
    )


def _coverage(runs: dict[str, Watched]) -> Iterator[str]:
    yield "Share of results inside the 80 % band by visit, mean over the clinics (standard deviation between them):"
    yield ""
    rows = [
        (
            name,
            *(
                f"{100 * m:.0f} % ({100 * s:.0f})"
                for m, s in zip(run.inside_80, run.inside_80_spread, strict=True)
            ),
        )
        for name, run in runs.items()
    ]
    yield from _table(("clinic", *(f"day {day:g}" for day in DAYS)), rows)


def _learning(people: dict[str, Ensemble]) -> Iterator[str]:
    taught = {name: many(found, CLIENTS_LEARNT) for name, found in people.items()}
    usual = {name: many(found, CLIENTS_LEARNT, USUAL) for name, found in people.items()}
    _tell("learnt of every concern")
    yield "## Learning of one person"
    yield ""
    yield (
        f"{CLIENTS_LEARNT} clients of each concern; after none, one, two and three visits each is forecast for day "
        f"{DAYS[-1]:g}. CRPS of that reading over the one of the forecast that knows nothing of the person (below 1: "
        "learning helped), with its 90 % interval over clients; then the share inside the 80 % band, and its width "
        "in points."
    )
    yield ""
    head = ("concern", "one visit", "two", "three", "inside 80 %: none, one, two, three", "width")
    yield from _table(head, [_learnt_row(people[name].concern, one) for name, one in taught.items()])
    yield from _little(people, taught)
    yield (
        "The same in clinics as they are: raters who differ and are not told, visits missed, settings recorded "
        "wrongly, of which learning knows nothing:"
    )
    yield ""
    yield from _table(head, [_learnt_row(people[name].concern, one) for name, one in usual.items()])
    other = {how: many(people[COURSES[0]], CLIENTS_LEARNT, teach=how) for how in TAUGHT}
    yield "What should teach nothing or little, acne scars:"
    yield ""
    yield from _table(
        ("learnt from", *head[1:]), [_learnt_row(words, other[how]) for how, words in TAUGHT.items()]
    )
    yield from _moved(taught[COURSES[0]], other["wild"])
    least = min(one.narrowest.min() for one in (*taught.values(), *usual.values(), *other.values()))
    few = max(one.few for one in (*taught.values(), *usual.values()))
    yield (
        f"No band of a reading, ends of the scale left open, was narrower than {least:.2f} times that of the error of "
        "one reading by itself (below 1 by what is sampled of both)."
    )
    yield ""
    yield f"At most {100 * few:.1f} % of these forecasts rest on fewer than 100 effective people."


def _learnt_row(name: str, found: Many) -> tuple[str, ...]:
    ratio = [f"{m:.2f} ({low:.2f} to {high:.2f})" for m, low, high in gains_of(found)[1:]]
    inside = ", ".join(f"{100 * share:.0f}" for share in found.inside_80.mean(axis=0))
    width = " → ".join(f"{found.width_80[:, k].mean():.2f}" for k in (0, len(DAYS) - 1))
    return (name, *ratio, f"{inside} %", width)


def _little(people: dict[str, Ensemble], taught: dict[str, Many]) -> Iterator[str]:
    for visits, words in ((1, "one visit"), (2, "two visits")):
        some = [people[name].concern for name, one in taught.items() if gains_of(one)[visits][2] < 1]
        none = [people[name].concern for name, one in taught.items() if gains_of(one)[visits][2] >= 1]
        if some:
            yield f"After {words} learning helped, by more than chance: {', '.join(some)}."
        if none:
            yield f"After {words} it did not, or by no more than chance: {', '.join(none)}."
        yield ""


def _moved(right: Many, wild: Many) -> Iterator[str]:
    """How far one wild reading moves the forecast after one and after three visits."""
    for k, words in ((1, "one visit"), (3, "three visits")):
        off = np.abs(right.middle[:, k] - wild.middle[:, k]).mean() / right.error_sd.mean()
        yield f"The wild reading, 6 errors off, moves the middle by {off:.2f} errors after {words}."
    yield ""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


if __name__ == "__main__":
    main()
