"""The printed answers of `validate`: how predictions stood up, misses first; one study computed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...phrases import NOT_FOR
from ...validation.words import (
    Line,
    counted,
    how_words,
    missed,
    misses_first,
    observed_words,
    plain_verdict,
    predicted_words,
    reading_words,
    scored_rows,
    share,
    told,
    unit_words,
    verdict,
    when_words,
)
from ..text import table, wrapped

HEAD = ("family", "readings", "in 50 %", "in 80 %", "sign", "CRPS", "family mean", "sessions only")
READ = "Each: what was reported; what was predicted."
INTERVALS = "Predicted: median and 80 % interval of what a study would report."


def validation_text(results: Mapping[str, Any]) -> str:
    """Coverage and scores by family, the plain verdict, every miss, what was not compared."""
    lines = results["studies"]
    blocks = [
        list(_head(results)),
        ["Calibration studies, each predicted by all others", *table([HEAD, *_scores(results)])],
        wrapped(plain_verdict(results["leave_one_study_out"]), ""),
        list(_miss_lines(lines)),
        list(_not_compared(results["not_compared"])),
        list(_diagnostic_lines(results["diagnostics"])),
        ["One study computed again: microneedling validate --study ID; every study as a page: --html FILE"],
        wrapped(NOT_FOR, ""),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _head(results: Mapping[str, Any]) -> Iterator[str]:
    lines = results["studies"]
    studies = len({line["study"] for line in lines})
    yield f"{len(lines)} published readings of {studies} studies beside what the model says of them"
    text = (
        f"Model number {results['model_number']}, {results['draws']} draws. Contradicted: {counted(lines)}."
    )
    if unseen := results.get("unseen"):
        inside = unseen["coverage"]
        text += (
            f" Studies never used ({unseen['readings']} numbers): {share(inside['50'])} inside the 50 % intervals, "
            f"{share(inside['80'])} inside the 80 % intervals, sign right in {share(unseen['sign_agreement'])}."
        )
    yield from wrapped(text, "")


def _scores(results: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for name, item in scored_rows(results):
        crps, inside = item["crps"], item["coverage"]
        yield (
            name,
            str(item["readings"]),
            share(inside["50"]),
            share(inside["80"]),
            share(item["sign_agreement"]),
            *(told(crps[key]) for key in ("model", "family_mean", "sessions_only")),
        )


def _miss_lines(lines: Sequence[Line]) -> Iterator[str]:
    found = [line for line in lines if missed(line)]
    yield f"Misses: {counted(lines)} readings"
    yield from wrapped(f"{READ} {INTERVALS}", "")
    yield from _rows(found)


def _rows(lines: Sequence[Line]) -> list[str]:
    """Two lines a reading: what it is; what was reported and predicted, and what came of it."""
    rows = []
    for line in lines:
        reading = line["reading"]
        what = ", ".join(word for word in (reading_words(reading), when_words(reading)) if word)
        rows += wrapped(f"  {line['id']} {line['study']}: {what} ({how_words(line)})", " " * 4)
        made = f"{predicted_words(line)} {unit_words(reading)}".strip()
        rows += wrapped(f"    {observed_words(line)}; predicted {made}: {verdict(line)}", " " * 6)
    return rows or ["  none"]


def _not_compared(reasons: Mapping[str, int]) -> Iterator[str]:
    if not reasons:
        return
    told_of = ", ".join(f"{reason} {count}" for reason, count in _largest(reasons))
    yield from wrapped(f"Rows not compared ({sum(reasons.values())}), and why: {told_of}.", "")


def _largest(reasons: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(reasons.items(), key=lambda item: (-item[1], item[0]))


def _diagnostic_lines(found: Mapping[str, Any]) -> Iterator[str]:
    text = f"The draws: R-hat at most {told(found.get('rhat_max'))}"
    text += f" ({told(found.get('rhat_over_1_05'))} numbers over 1.05; "
    text += f"of what the arms show {told(found.get('rhat_of_what_arms_show_max'))})"
    text += f", least effective sample {told(found.get('ess_bulk_min'))}."
    yield from wrapped(text, "")


def study_text(lines: Sequence[Line], earlier: Mapping[str, Line], reference: str) -> str:
    """Lines computed now, misses first; beside them the shipped predictions that had not seen the study."""
    blocks = [[*wrapped(reference, "  "), *_titles(lines)]]
    blocks.append([*wrapped(f"{READ} {INTERVALS}", ""), *_rows(misses_first(lines))])
    before = [earlier[line["id"]] for line in lines if line["id"] in earlier]
    if any(line["how"] == "left out" for line in before):
        why = (
            "The lines above use draws that have learnt from this study; those below, as shipped, have not, "
            "and only they say how good the model is."
        )
        blocks.append([*wrapped(why, ""), *_rows(misses_first(before))])
    blocks.append(wrapped(NOT_FOR, ""))
    return "\n\n".join("\n".join(block) for block in blocks)


def _titles(lines: Sequence[Line]) -> list[str]:
    return [
        f"  {arm}: {title}" for arm, title in dict.fromkeys((item["arm"], item["title"]) for item in lines)
    ]
