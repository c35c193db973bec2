"""Writes docs/validation.md and docs/pictures/validation.svg: every published study beside its prediction.

`python tools/make_validation_page.py` prints the results as shipped (`make calibrate` makes them) and computes nothing;
`--check` only compares and exits 1 when the page is stale. The same for a browser: `microneedling validate --html`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from microneedling.figures.validation import overview_chart
from microneedling.report.validation import checks
from microneedling.validation import words
from microneedling.validation.held_out import shipped

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "validation.md"
PICTURE = ROOT / "docs" / "pictures" / "validation.svg"
MADE = "<!-- Made by tools/make_validation_page.py from the shipped results (make calibrate). -->"
NOTHING = "no calibration is shipped, so there is nothing to show; make calibrate"
RULE = (
    "*Predicted*: median and 80 % interval of what such a study would report, its raters and the chance of who takes "
    "part included. *left out*: predicted from all other calibration studies. *unseen*: never used to fit anything. "
    "A **MISS** is a number outside the 80 % interval, a band that does not meet it, a direction against the "
    'predicted median, or "no difference" where zero lies outside the 80 % interval. Misses stand first.'
)
SCORE = (
    "Calibration studies, each predicted from all the others. CRPS is how far the whole predicted distribution lies "
    "from what was reported, in percent of what could be gained; lower is better. *Family mean* guesses the mean of "
    "the outcome family whatever was done, *sessions only* a straight line in the number of sessions."
)
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1c2326}.tick{font-size:10.5px;fill:#5a6569}.ground{fill:#f6f4ee}"
    ".inner80{fill:#0d6472;opacity:.12}.zero{stroke:#b9b5aa}.mark{stroke:#fff}.left{fill:#0d6472}.blind{fill:#6a4fb3}"
    ".missed{fill:#c01622}"
)


def page(results: Mapping[str, Any]) -> str:
    """The whole page in Markdown."""
    lines = results["studies"]
    text = ["# Published studies beside the model", "", MADE, ""]
    text += [f"{len(lines)} readings of {len({line['study'] for line in lines})} studies; "
             f"{words.counted(lines)} contradict their prediction. The same as a page that prints: "
             "`microneedling validate --html validation.html`; one study now: `microneedling validate --study ID`.",
             ""]  # fmt: skip
    text += [f"**{words.plain_verdict(results['leave_one_study_out'])}**", ""]
    text += [f"![Where reports fall in their predictions](pictures/{PICTURE.name})", ""]
    text += ["Each dot is one reported number within its own prediction: green where its study was left out, violet",
             "where it was never used, red outside the 80 % interval.", ""]  # fmt: skip
    text += ["## Scores", "", SCORE, "", *_scores(results), ""]
    if unseen := results.get("unseen"):
        inside = unseen["coverage"]
        text += [f"Studies never used: {unseen['readings']} numbers, {words.share(inside['50'])} inside the 50 % "
                 f"intervals, {words.share(inside['80'])} inside the 80 % intervals, sign right in "
                 f"{words.share(unseen['sign_agreement'])}.", ""]  # fmt: skip
    text += ["## Every study", "", RULE, ""]
    for family, ours in words.by_family(lines).items():
        text += [
            f"### {words.family_name(family)}",
            "",
            f"{words.counted(ours)} missed.",
            "",
            *_table(ours),
            "",
        ]
    text += ["## Are the draws honest", "", "| check | |", "|---|---|"]
    text += [f"| {_cell(what)} | {_cell(value)} |" for what, value in checks(results["diagnostics"])]
    text += ["", "## Not compared, and why", "", "| reason | rows |", "|---|--:|"]
    reasons = sorted(results["not_compared"].items(), key=lambda item: (-item[1], item[0]))
    text += [f"| {_cell(reason)} | {count} |" for reason, count in reasons]
    return "\n".join(text) + "\n"


def _scores(results: Mapping[str, Any]) -> Iterator[str]:
    heads = (
        "numbers",
        "in 50 %",
        "in 80 %",
        "sign right",
        "CRPS",
        "family mean",
        "sessions only",
        "the model",
    )
    yield f"| outcome family | {' | '.join(heads)} |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|---|"
    for name, item in words.scored_rows(results):
        inside, crps = item["coverage"], item["crps"]
        cells = [name, str(item["readings"]), words.share(inside["50"]), words.share(inside["80"])]
        cells += [words.share(item["sign_agreement"])]
        cells += [words.told(crps[key]) for key in ("model", *words.BASELINES)]
        yield f"| {' | '.join([*cells, words.standing(crps)])} |"


def _table(lines: Sequence[words.Line]) -> Iterator[str]:
    yield "| verdict | study | row | who | reading | reported | predicted median [80 %] | |"
    yield "|---|---|---|---|---|--:|---|---|"
    for line in words.misses_first(lines):
        reading = line["reading"]
        what = ", ".join(word for word in (words.reading_words(reading), words.when_words(reading)) if word)
        verdict = f"**MISS**: {words.verdict(line)}" if words.missed(line) else words.verdict(line)
        predicted = f"{words.predicted_words(line)} {words.unit_words(reading)}".strip()
        cells = (
            verdict,
            line["study"],
            line["id"],
            line["title"],
            what,
            words.observed_words(line),
            predicted,
        )
        yield f"| {' | '.join(_cell(text) for text in (*cells, line['how']))} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def picture(results: Mapping[str, Any]) -> str:
    """The picture as a file of its own: on white, with its few rules of style."""
    families = words.by_family(results["studies"])
    drawn = str(overview_chart({words.family_name(key): ours for key, ours in families.items()}, "overview"))
    head, body = drawn.split(">", 1)
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    return f'{head} xmlns="http://www.w3.org/2000/svg"><style>{STYLE}</style>{ground}{body}\n'


def main() -> int:
    results = shipped()
    if not results:
        print(NOTHING, file=sys.stderr)
        return int("--check" in sys.argv and PAGE.exists())
    made = {PAGE: page(results), PICTURE: picture(results)}
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
