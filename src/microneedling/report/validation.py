"""The validation page: every published reading beside its prediction, misses in red, one self-contained HTML file.

`write_page(results, path)` writes it in one step or not at all; the same results give the same bytes. It asks
nothing from the network, prints on A4 and follows the reader's choice of light or dark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..figures.validation import (
    Row,
    bar_chart,
    coverage_chart,
    numbers_of,
    rank_chart,
    scale_chart,
    strip_chart,
)
from ..files import check_target, write_whole
from ..validation.words import (
    BASELINES,
    Line,
    by_family,
    counted,
    family_name,
    missed,
    misses_first,
    observed_words,
    plain_verdict,
    predicted_words,
    scored_rows,
    share,
    standing,
    statistic_words,
    told,
    unit_words,
    verdict,
    when_words,
)
from .pages import rendered

JUDGES = {"blinded": "blinded rater", "investigator": "investigator", "patient": "patients", "instrument": ""}
CHECKS = {
    "rhat_max": "largest R-hat over all numbers (1 is right, 1.05 still good)",
    "rhat_over_1_05": "numbers with R-hat over 1.05",
    "rhat_of_what_arms_show_max": "largest R-hat over what the arms show",
    "ess_bulk_min": "least effective sample size",
    "seeds": "seeds, each sampled apart",
    "forward_runs": "runs of the model",
    "log_evidence": "log evidence of each seed",
}


def write_page(results: Mapping[str, Any], path: Path | str, force: bool = False) -> Path:
    """Write the page to `path`; refuses an existing file unless `force`."""
    target = check_target(path, force)
    return write_whole(target, render_page(results), force)


def render_page(results: Mapping[str, Any]) -> str:
    """The page as text."""
    return rendered("validation.html.j2", "validation.css", **page(results))


def page(results: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that the template shows."""
    lines = results["studies"]
    families = by_family(lines)
    numbers = [line for line in lines if line["kind"] == "value"]
    kinds = {
        "left": [line for line in numbers if line["how"] == "left out"],
        "blind": [line for line in numbers if line["how"] == "unseen"],
    }
    return {
        "readings": len(lines),
        "studies": len({line["study"] for line in lines}),
        "contradicted": counted(lines),
        "cards": cards(results),
        "verdict": plain_verdict(results["leave_one_study_out"]),
        "beaten": standing(results["leave_one_study_out"]["crps"]) == "beats both",
        "scores": score_rows(results),
        "strips": list(strips(families)),
        "coverage": coverage_chart(kinds, "coverage"),
        "ranks": rank_chart(numbers, "ranks"),
        "counts": {key: len(ours) for key, ours in kinds.items()},
        "families": [
            {
                "key": key,
                "name": family_name(key),
                "groups": list(groups(ours)),
                "contradicted": counted(ours),
            }
            for key, ours in families.items()
        ],
        "checks": list(checks(results["diagnostics"])),
        "not_compared": sorted(results["not_compared"].items(), key=lambda item: (-item[1], item[0])),
        "rows_not_compared": sum(results["not_compared"].values()),
        "manifest": manifest(results),
    }


def cards(results: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """The few figures that say most."""
    left = results["leave_one_study_out"]
    yield {
        "head": "Inside the 80 % interval",
        "main": share(left["coverage"]["80"]),
        "more": f"of {left['readings']} numbers of left-out studies; 80 % would be honest. "
        f"Inside the 50 % interval: {share(left['coverage']['50'])}.",
    }
    if unseen := results.get("unseen"):
        yield {
            "head": "The same for studies never used",
            "main": share(unseen["coverage"]["80"]),
            "more": f"of {unseen['readings']} numbers; inside the 50 % interval: {share(unseen['coverage']['50'])}.",
        }
    yield {
        "head": "Better or worse, told rightly",
        "main": share(left["sign_agreement"]),
        "more": "of left-out readings that say better or worse.",
    }
    crps = left["crps"]
    yield {
        "head": "Score beside dumb guesses",
        "main": told(crps["model"]),
        "more": f"against {told(crps['family_mean'])} and {told(crps['sessions_only'])}; lower is better. "
        f"The model {standing(crps)}.",
    }


def strips(families: Mapping[str, Sequence[Line]]) -> Iterator[dict[str, Any]]:
    """Each family with all its numbers at their places; families without numbers are left out."""
    for key, lines in families.items():
        there = [line for line in lines if numbers_of(line)]
        if there:
            name = family_name(key)
            yield {"name": name, "chart": strip_chart(there, f"strip-{key}", name), "missed": counted(there)}


def score_rows(results: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Coverage, signs and scores: all left-out readings, then each family."""
    return [
        {
            "name": name,
            "readings": item["readings"],
            "inside50": share(item["coverage"]["50"]),
            "inside80": share(item["coverage"]["80"]),
            "sign": share(item["sign_agreement"]),
            "crps": [told(item["crps"][key]) for key in ("model", *BASELINES)],
            "lost": standing(item["crps"]).startswith("does NOT"),
            "standing": standing(item["crps"]),
        }
        for name, item in scored_rows(results)
    ]


def groups(lines: Sequence[Line]) -> Iterator[dict[str, Any]]:
    """Readings of one scale and statistic share an axis; misses stand first."""
    found: dict[tuple[Any, ...], list[Line]] = {}
    for line in lines:
        reading = line["reading"]
        key = (reading["scale"], reading["statistic"], reading.get("over_percent"), reading["unit"])
        found.setdefault(key, []).append(line)
    for number, ours in enumerate(found.values()):
        reading, row = ours[0]["reading"], Row(tuple(ours), direction(ours[0]["reading"]))
        words = ", ".join(word for word in (reading["label"], statistic_words(reading)) if word)
        name = f"{ours[0]['family']}-{number}"
        yield {
            "title": words[0].upper() + words[1:],
            "unit": unit_words(reading),
            "scale": scale_chart(row, f"{name}-axis", words),
            "lines": [line_view(row, line, f"{name}-{line['id']}") for line in misses_first(ours)],
        }


def direction(reading: Mapping[str, Any]) -> int:
    """+1 where a higher report is better, -1 where a lower one is, 0 where nothing is compared."""
    from ..studies.predict import direction_of
    from ..studies.study import Reading

    return direction_of(Reading.model_construct(scale=reading["scale"], statistic=reading["statistic"]))


def line_view(row: Row, line: Line, name: str) -> dict[str, Any]:
    """One reading in words, with its bar."""
    reading = line["reading"]
    part = f"{reading['part']} scars" if reading.get("part") else ""
    people = f"{line['n']} people" if line["n"] else ""
    facts = (part, when_words(reading), people, JUDGES.get(reading["rater"], reading["rater"]))
    return {
        "title": line["title"],
        "source": f"{line['study']}, row {line['id']}",
        "facts": ", ".join(fact for fact in facts if fact),
        "bar": bar_chart(row, line, name),
        "observed": observed_words(line),
        "predicted": predicted_words(line),
        "unit": unit_words(reading),
        "verdict": verdict(line),
        "missed": missed(line),
        "how": line["how"],
        "blind": line["how"] == "unseen",
    }


def checks(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Whether the draws are honest: a row a check, whatever was computed."""
    for key, words in CHECKS.items():
        if key in found:
            yield words, _plain(found[key])
    for key in ("prior_predictive", "posterior_predictive"):
        inside = found.get(key, {}).get("coverage", {})
        if inside:
            what = "before any study was used" if key.startswith("prior") else "of the very studies used"
            numbers = f"{share(inside.get('50'))} inside 50 %, {share(inside.get('80'))} inside 80 %"
            yield f"predictions {what}", numbers
    for key, value in found.get("contraction", {}).items():
        yield f"contraction: {str(key).replace('_', ' ')}", _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{str(key).replace('_', ' ')} {_plain(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "-" if value is None else str(value)
    return str(value) if isinstance(value, int) else told(value)


def manifest(results: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        ("model number", str(results["model_number"])),
        ("draws", str(results["draws"])),
        ("data, SHA-256", results["data_sha256"][:16]),
        ("priors, SHA-256", results["priors_sha256"][:16]),
        ("shown by", "microneedling validate --html"),
    ]
