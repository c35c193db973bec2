"""Writes docs/validation.md and docs/pictures/validation.svg: every published study beside its prediction.

`python tools/make_validation_page.py` prints the results as shipped (`make calibrate` makes them) and computes nothing;
`--check` only compares and exits 1 when the page is stale. The same for a browser: `microneedling validate --report`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from microneedling.figures.validation import overview_chart
from microneedling.phrases import family_name
from microneedling.report.validation import checks
from microneedling.validation import reading_words as words
from microneedling.validation.judged import MODEL, REFERENCES, JudgedReading, misses_first
from microneedling.validation.result import Validation, shipped

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "validation.md"
PICTURE = ROOT / "docs" / "pictures" / "validation.svg"
MADE = "<!-- Made by tools/make_validation_page.py from the shipped results (make calibrate). -->"
NOTHING = "no calibration is shipped, so there is nothing to show; make calibrate"
RULE = (
    "*Predicted*: median and 80 % interval of what such a study would report, its raters and the chance of who takes "
    "part included. *left out*: predicted from all other calibration studies. *held-out*: never used to fit anything. "
    "A **MISS** is a number outside the 80 % interval, a band that does not meet it, a direction against the "
    'predicted median, or "no difference" where zero lies outside the 80 % interval. Misses stand first.'
)
SCORE = (
    "Calibration studies, each predicted without itself (by the numbers of model number 5 from the priors alone, which "
    "no study moved). CRPS is how far the whole predicted distribution lies "
    "from what was reported, in percent of what could be gained; lower is better. *Family mean* guesses the mean of "
    "the outcome family whatever was done, *sessions only* a straight line in the number of sessions."
)
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1c2326}.tick{font-size:10.5px;fill:#5a6569}.ground{fill:#f6f4ee}"
    ".inner80{fill:#0d6472;opacity:.12}.zero{stroke:#b9b5aa}.mark{stroke:#fff}.left{fill:#0d6472}.blind{fill:#6a4fb3}"
    ".missed{fill:#c01622}"
)


def page(found: Validation) -> str:
    """The whole page in Markdown."""
    text = ["# Published studies beside the model", "", MADE, ""]
    text += [f"{len(found.readings)} readings of {found.studies} studies; "
             f"{words.counted(found.readings)} contradict their prediction. The same as a page that prints: "
             "`microneedling validate --report validation.html`; one study now: `microneedling validate --study ID`. "
             "Measurements on skin, channels and drugs: [mechanics](validation-mechanics.md), "
             "[permeation](validation-permeation.md).",
             ""]  # fmt: skip
    text += [f"**{found.plain_verdict()}**", ""]
    text += [f"![Where reports fall in their predictions](pictures/{PICTURE.name})", ""]
    text += ["Each dot is one reported number within its own prediction: green where its study was left out, violet",
             "where it was held out, red outside the 80 % interval.", ""]  # fmt: skip
    text += ["## Scores", "", SCORE, "", *_scores(found), ""]
    if held_out := found.held_out:
        inside = held_out.coverage
        text += [f"Held-out studies: {held_out.readings} numbers, {words.share(inside['50'])} inside the 50 % "
                 f"intervals, {words.share(inside['80'])} inside the 80 % intervals, sign right in "
                 f"{words.share(held_out.sign_agreement)}.", ""]  # fmt: skip
    text += ["## Every study", "", RULE, ""]
    for family, ours in words.by_family(found.readings).items():
        counted = f"{words.counted(ours)} missed."
        text += [f"### {family_name(family)}", "", counted, "", *_table(ours), ""]
    text += ["## Are the draws honest", "", "| check | |", "|---|---|"]
    text += [f"| {_cell(what)} | {_cell(value)} |" for what, value in checks(found.diagnostics)]
    text += ["", "## Not compared, and why", "", "| reason | rows |", "|---|--:|"]
    text += [f"| {_cell(reason)} | {count} |" for reason, count in words.largest_first(found.not_compared)]
    return "\n".join(text) + "\n"


def _scores(found: Validation) -> Iterator[str]:
    heads = (
        "numbers",
        "in 50 %",
        "in 80 %",
        "sign right",
        "CRPS",
        "family mean",
        "and sessions",
        "and design",
        "the model",
    )
    yield f"| outcome family | {' | '.join(heads)} |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|---|"
    for name, item in found.scored_rows():
        cells = [name, str(item.readings), words.share(item.coverage["50"]), words.share(item.coverage["80"])]
        cells += [words.share(item.sign_agreement)]
        cells += [words.number_or_dash(item.crps.get(key)) for key in (MODEL, *REFERENCES)]
        yield f"| {' | '.join([*cells, words.standing(item)])} |"


def _table(readings: Sequence[JudgedReading]) -> Iterator[str]:
    yield "| verdict | study | row | who | reading | reported | predicted median [80 %] | |"
    yield "|---|---|---|---|---|--:|---|---|"
    for item in misses_first(readings):
        verdict = (
            f"**{item.verdict}**: {words.verdict_words(item)}" if item.missed else words.verdict_words(item)
        )
        predicted = f"{words.predicted_words(item)} {words.unit_words(item.reading)}".strip()
        what, reported = words.what_and_when(item.reading), words.observed_words(item)
        cells = (verdict, item.study, item.id, item.title, what, reported, predicted, item.role)
        yield f"| {' | '.join(_cell(text) for text in cells)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def picture(found: Validation) -> str:
    """The picture as a file of its own: on white, with its few rules of style."""
    families = words.by_family(found.readings)
    drawn = str(overview_chart({family_name(key): ours for key, ours in families.items()}, "overview"))
    head, body = drawn.split(">", 1)
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    return f'{head} xmlns="http://www.w3.org/2000/svg"><style>{STYLE}</style>{ground}{body}\n'


def main() -> int:
    found = shipped()
    if found is None:
        print(NOTHING, file=sys.stderr)
        return int("--check" in sys.argv and PAGE.exists())
    made = {PAGE: page(found), PICTURE: picture(found)}
    stale = [
        path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        return int(bool(stale))
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[path], encoding="utf-8")
        print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
