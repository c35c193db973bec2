"""Writes docs/validation.md and docs/pictures/validation.svg: every published study beside its prediction.

`python tools/make_validation_page.py` prints the results as shipped (`make calibrate` makes them) and computes nothing;
`--check` only compares and exits 1 when the page is stale. The same for a browser: `microneedling validate --report`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from microneedling.figures.validation import overview_chart
from microneedling.phrases import family_name, fixed
from microneedling.report.validation import checks
from microneedling.validation import comparisons
from microneedling.validation import reading_words as words
from microneedling.validation.comparisons import WithinStudies
from microneedling.validation.judged import MODEL, REFERENCES, JudgedReading, misses_first
from microneedling.validation.not_significant import WORDS as NULL_WORDS
from microneedling.validation.result import Validation, shipped

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "validation.md"
PICTURE = ROOT / "docs" / "pictures" / "validation.svg"
MADE = "<!-- Made by tools/make_validation_page.py from the shipped results (make calibrate). -->"
NOTHING = "no calibration is shipped, so there is nothing to show; make calibrate"
RULE = (
    "*Predicted*: median and 80 % interval of what such a study would report, its raters and the chance of who takes "
    "part included. *Residual*: reported less predicted median, in the unit of the reading. *n*: people read. "
    "*left out*: predicted from all other calibration studies. *held-out*: never used to fit anything. A **MISS** is a "
    "number outside the 80 % interval, a band that does not meet it, a direction against the predicted median, or "
    '"no difference" where zero lies outside the 80 % interval. Misses stand first, the farthest out in front.'
)
CONTRASTS = (
    "Raters, people and scale are the same here, so a mechanism should earn its keep. *Chances*: that the study finds "
    "side a the greater, none, side b the greater; it finds a difference of more than 1.96 of its standard errors. "
    "*Score*: ranked probability score of these chances, 0 best, 2 worst; beside it those of saying *none* and of how "
    "such comparisons came out in other studies. Differences are b less a on the axis where scales are compared (the "
    "logit of the share of the way to the best end; logarithms of times and of ratios). A **MISS** is a comparison "
    "that found something else than the model held likeliest. Misses stand first."
)
NULLS = (
    "A model that knows no nulls foretells too few. Counted are the comparisons and every change from baseline of "
    "which the report says whether it was significant; foretold is the mean chance, beside the exact binomial interval "
    "of what was found."
)
SLOPE = (
    "Slope of what was reported on what was predicted, over studies: {} (1 where sizes are told rightly, 0 where "
    "predictions tell nothing of size; 95 % interval)."
)
CONTRAST_HEADS = (
    "verdict", "study", "row", "about", "reading", "a", "b", "found", "predicted [80 %]", "chances a / none / b, %",
    "score", "none", "as others", "",
)  # fmt: skip
SCORE = (
    "Calibration studies, each predicted by the posterior of all others. CRPS is how far the whole predicted "
    "distribution lies from what was reported, in percent of what could be gained; lower is better. *Family mean* "
    "guesses the mean of the outcome family whatever was done, *sessions only* a straight line in the number of "
    "sessions."
)
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1c2326}.tick{font-size:10.5px;fill:#5a6569}.ground{fill:#f6f4ee}"
    ".inner80{fill:#0d6472;opacity:.12}.zero{stroke:#b9b5aa}.mark{stroke:#fff}.left{fill:#0d6472}.blind{fill:#6a4fb3}"
    ".missed{fill:#c01622}"
)


def page(found: Validation) -> str:
    """The whole page in Markdown."""
    text = ["# Published studies beside the model", "", MADE, ""]
    within = found.within_studies
    text += [first_bold(within.verdict()), ""] if within else []
    text += [f"{len(found.readings)} readings of {found.studies} studies; "
             f"{words.counted(found.readings)} contradict their prediction. The same as a page that prints: "
             "`microneedling validate --report validation.html`; one study now: `microneedling validate --study ID`. "
             "Measurements on skin, channels and drugs: [mechanics](validation-mechanics.md), "
             "[permeation](validation-permeation.md).",
             ""]  # fmt: skip
    text += [first_bold(found.plain_verdict()), ""]
    text += [f"![Where reports fall in their predictions](pictures/{PICTURE.name})", ""]
    text += ["Each dot is one reported number within its own prediction: green where its study was left out, violet",
             "where it was held out, red outside the 80 % interval.", ""]  # fmt: skip
    text += ["## Scores", "", SCORE, "", *_scores(found), ""]
    if held_out := found.held_out:
        inside = held_out.coverage
        text += [f"Held-out studies: {held_out.readings} numbers, {words.share(inside['50'])} inside the 50 % "
                 f"intervals, {words.share(inside['80'])} inside the 80 % intervals, sign right in "
                 f"{words.share(held_out.sign_agreement)}.", ""]  # fmt: skip
    text += [SLOPE.format(words.slope_words(found.left_out.slope)), ""]
    text += _within(within) if within else []
    text += _not_significant(found)
    text += ["## Every study", "", RULE, ""]
    for family, ours in words.by_family(found.readings).items():
        counted = f"{words.counted(ours)} missed."
        text += [f"### {family_name(family)}", "", counted, "", *_table(ours), ""]
    text += ["## Are the draws honest", "", "| check | |", "|---|---|"]
    text += [f"| {_cell(what)} | {_cell(value)} |" for what, value in checks(found.diagnostics)]
    text += ["", "## Not compared, and why", "", "| reason | rows |", "|---|--:|"]
    text += [f"| {_cell(reason)} | {count} |" for reason, count in words.largest_first(found.not_compared)]
    return "\n".join(text) + "\n"


def first_bold(verdict: str) -> str:
    """A verdict whose finding, up to its numbers, is bold and a sentence of its own."""
    for mark in (": over ", ": score "):
        head, found, rest = verdict.partition(mark)
        if found:
            return f"**{head}.** {mark[2:].capitalize()}{rest}"
    return verdict


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
        "beside the family mean, [95 %]",
        "slope",
    )
    yield f"| outcome family | {' | '.join(heads)} |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|---|---|---|"
    for name, item in found.scored_rows():
        cells = [name, str(item.readings), words.share(item.coverage["50"]), words.share(item.coverage["80"])]
        cells += [words.share(item.sign_agreement)]
        cells += [words.number_or_dash(item.crps.get(key)) for key in (MODEL, *REFERENCES)]
        cells += [words.standing(item), words.interval_words(item.difference.get("family_mean", {}))]
        yield f"| {' | '.join([*cells, words.slope_words(item.slope)])} |"


def _within(found: WithinStudies) -> Iterator[str]:
    yield from ("## Comparisons within studies", "", CONTRASTS, "")
    slope = words.slope_words(found.slope)
    yield from (
        f"Slope of the differences reported on those predicted: {slope} (95 % interval over studies).",
        "",
    )
    yield f"| {' | '.join(CONTRAST_HEADS)} |"
    yield f"|{'---|' * len(CONTRAST_HEADS)}"
    for item in comparisons.misses_first(found.contrasts):
        low, middle, high = (fixed(item.quantiles[key]) for key in ("0.1", "0.5", "0.9"))
        cells = [
            "**MISS**" if item.missed else "hit",
            item.study,
            item.id,
            item.about,
            item.reading,
            item.a,
            item.b,
        ]
        cells += [comparisons.finding_words(item), f"{middle} [{low} .. {high}]"]
        cells += [comparisons.chance_cells(item.chances[comparisons.MODEL])]
        cells += [fixed(item.rps[name]) for name in comparisons.FORECASTS]
        yield f"| {' | '.join(_cell(text) for text in (*cells, 'left out' if item.left_out else 'held-out'))} |"
    yield ""


def _not_significant(found: Validation) -> Iterator[str]:
    if not found.not_significant:
        return
    yield from ("## Results that are not significant", "", NULLS, "")
    yield "| results | number | foretold | found | [95 %] | |"
    yield "|---|--:|--:|--:|---|---|"
    for name, item in found.not_significant.items():
        cells = [NULL_WORDS[name], str(item.results), words.share(item.predicted), words.share(item.observed)]
        cells += [
            f"{words.share(item.low)} to {words.share(item.high)}",
            "" if item.agrees else "**does not agree**",
        ]
        yield f"| {' | '.join(cells)} |"
    yield ""


def _table(readings: Sequence[JudgedReading]) -> Iterator[str]:
    yield "| verdict | study | row | design | n | who | reading | reported | predicted median [80 %] | residual | |"
    yield "|---|---|---|---|--:|---|---|--:|---|--:|---|"
    for item in misses_first(readings):
        verdict = (
            f"**{item.verdict}**: {words.verdict_words(item)}" if item.missed else words.verdict_words(item)
        )
        predicted = f"{words.predicted_words(item)} {words.unit_words(item.reading)}".strip()
        what, reported = words.what_and_when(item.reading), words.observed_words(item)
        people = str(item.n) if item.n else "not told"
        cells = (verdict, item.study, item.id, item.design, people, item.title, what, reported, predicted)
        cells += (words.residual_words(item), item.role)
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
