"""The validation page: every published reading beside its prediction, misses in red, one self-contained HTML file.

`write_page(found, path)` writes it in one step or not at all; the same validation gives the same bytes. It asks
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
    rank_chart,
    scale_chart,
    strip_chart,
)
from ..files import check_target, write_whole
from ..phrases import family_name
from ..studies.predict import direction_of
from ..studies.study import Reading
from ..validation.judged import MODEL, REFERENCES, JudgedReading, ReadingFacts, misses_first, with_role
from ..validation.reading_words import (
    BEATS_ALL,
    by_family,
    counted,
    largest_first,
    model_words,
    number_or_dash,
    observed_words,
    part_words,
    predicted_words,
    residual_words,
    share,
    slope_words,
    standing,
    statistic_words,
    unit_words,
    verdict_words,
    when_words,
)
from ..validation.result import Validation
from ..validation.verdicts import Role
from .pages import rendered
from .validation_within import null_rows, within_view

JUDGES = {"blinded": "blinded rater", "investigator": "investigator", "patient": "patients", "instrument": ""}
CHECKS = {
    "rhat_max": "largest R-hat over all unknowns, effects of studies included (1 is right, 1.05 still good)",
    "rhat_over_1_05": "unknowns with R-hat over 1.05",
    "rhat_of_what_arms_show_max": "largest R-hat over what the arms show",
    "ess_bulk_min": "least effective sample size over all unknowns (400 is good)",
    "ess_of_what_arms_show_min": "least effective sample size over what the arms show",
    "seeds": "seeds, each sampled apart",
    "forward_runs": "runs of the model",
}


def write_page(found: Validation, path: Path | str, force: bool = False) -> Path:
    """Write the page to `path`; refuses an existing file unless `force`."""
    target = check_target(path, force)
    return write_whole(target, render_page(found), force)


def render_page(found: Validation) -> str:
    """The page as text."""
    return rendered("validation.html.j2", "validation.css", **page(found))


def page(found: Validation) -> dict[str, Any]:
    """Everything that the template shows."""
    readings = found.readings
    families = by_family(readings)
    numbers = [item for item in readings if item.kind == "value"]
    roles = {role: with_role(numbers, role) for role in (Role.LEFT_OUT, Role.HELD_OUT)}
    return {
        "readings": len(readings),
        "studies": found.studies,
        "contradicted": counted(readings),
        "cards": cards(found),
        "verdict": found.plain_verdict(),
        "beaten": standing(found.left_out) == BEATS_ALL,
        "scores": score_rows(found),
        "slope": slope_words(found.left_out.slope),
        "within": within_view(found.within_studies),
        "nulls": list(null_rows(found.not_significant)),
        "strips": list(strips(families)),
        "coverage": coverage_chart(roles, "coverage"),
        "ranks": rank_chart(numbers, "ranks"),
        "counts": {"left": len(roles[Role.LEFT_OUT]), "held_out": len(roles[Role.HELD_OUT])},
        "families": [
            {
                "key": key,
                "name": family_name(key),
                "groups": list(groups(ours)),
                "contradicted": counted(ours),
            }
            for key, ours in families.items()
        ],
        "checks": list(checks(found.diagnostics)),
        "not_compared": largest_first(found.not_compared),
        "rows_not_compared": sum(found.not_compared.values()),
        "manifest": manifest(found),
    }


def cards(found: Validation) -> Iterator[dict[str, str]]:
    """The few figures that say most."""
    left = found.left_out
    yield {
        "head": "Inside the 80 % interval",
        "main": share(left.coverage["80"]),
        "more": f"of {left.readings} numbers of left-out studies; 80 % would be calibrated. "
        f"Inside the 50 % interval: {share(left.coverage['50'])}.",
    }
    if held_out := found.held_out:
        yield {
            "head": "The same for held-out studies",
            "main": share(held_out.coverage["80"]),
            "more": f"of {held_out.readings} numbers of studies never used to fit anything; "
            f"inside the 50 % interval: {share(held_out.coverage['50'])}.",
        }
    yield {
        "head": "Better or worse, told rightly",
        "main": share(left.sign_agreement),
        "more": "of left-out readings that say better or worse.",
    }
    model, *references = (number_or_dash(left.crps.get(key)) for key in (MODEL, *REFERENCES))
    yield {
        "head": "Score beside reference forecasts",
        "main": model,
        "more": f"against {', '.join(references)}; lower is better. The model {standing(left)}.",
    }


def strips(families: Mapping[str, Sequence[JudgedReading]]) -> Iterator[dict[str, Any]]:
    """Each family with all its numbers at their places; families without numbers are left out."""
    for key, readings in families.items():
        there = [item for item in readings if item.numbers]
        if there:
            name = family_name(key)
            yield {"name": name, "chart": strip_chart(there, f"strip-{key}", name), "missed": counted(there)}


def score_rows(found: Validation) -> list[dict[str, Any]]:
    """Coverage, signs and scores: all left-out readings, then each family."""
    return [
        {
            "name": name,
            "readings": scores.readings,
            "inside50": share(scores.coverage["50"]),
            "inside80": share(scores.coverage["80"]),
            "sign": share(scores.sign_agreement),
            "crps": [number_or_dash(scores.crps.get(key)) for key in (MODEL, *REFERENCES)],
            "lost": bool(scores.not_beaten),
            "standing": standing(scores),
            "slope": slope_words(scores.slope),
        }
        for name, scores in found.scored_rows()
    ]


def groups(readings: Sequence[JudgedReading]) -> Iterator[dict[str, Any]]:
    """Readings of one scale and statistic share an axis; misses stand first."""
    found: dict[tuple[Any, ...], list[JudgedReading]] = {}
    for item in readings:
        facts = item.reading
        key = (facts.scale, facts.statistic, facts.over_percent, facts.unit)
        found.setdefault(key, []).append(item)
    for number, ours in enumerate(found.values()):
        facts = ours[0].reading
        row = Row(tuple(ours), direction(facts))
        words = ", ".join(word for word in (facts.label, statistic_words(facts)) if word)
        name = f"{ours[0].family}-{number}"
        yield {
            "title": words[0].upper() + words[1:],
            "unit": unit_words(facts),
            "scale": scale_chart(row, f"{name}-axis", words),
            "lines": [reading_view(row, item, f"{name}-{item.id}") for item in misses_first(ours)],
        }


def direction(facts: ReadingFacts) -> int:
    """+1 where a higher report is better, -1 where a lower one is, 0 where nothing is compared."""
    return direction_of(Reading.model_construct(scale=facts.scale, statistic=facts.statistic))


def reading_view(row: Row, item: JudgedReading, name: str) -> dict[str, Any]:
    """One reading in words, with its bar."""
    facts = item.reading
    people = f"{item.n} people" if item.n else ""
    judge = JUDGES.get(facts.rater, facts.rater)
    told = (part_words(facts), when_words(facts), people or "people not told", judge, item.design)
    return {
        "title": item.title,
        "source": f"{item.study}, row {item.id}",
        "facts": ", ".join(fact for fact in told if fact),
        "bar": bar_chart(row, item, name),
        "observed": observed_words(item),
        "predicted": predicted_words(item),
        "residual": residual_words(item),
        "unit": unit_words(facts),
        "verdict": verdict_words(item),
        "missed": item.missed,
        "role": str(item.role),
        "held_out": item.role == Role.HELD_OUT,
    }


def checks(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Whether the draws can be trusted: a row a check, whatever was computed."""
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
    return str(value) if isinstance(value, int) else number_or_dash(value)


def manifest(found: Validation) -> list[tuple[str, str]]:
    """What is needed to make the page again."""
    return [
        ("judged with", model_words(found.model_number)),
        ("draws", str(found.draws)),
        ("data, SHA-256", found.data_sha256[:16]),
        ("priors, SHA-256", found.priors_sha256[:16]),
        ("shown by", "microneedling validate --report"),
    ]
