"""What is not as it was when plans were saved: the person, the concerns, the care, the goals, the model, the draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .. import MODEL_NUMBER, __version__
from ..course.course import Course
from .saved import SavedPlans
from .search.space import aftercare_of
from .wishes.goals import Goals


@dataclass(frozen=True)
class Made:
    """A folder of plans with the draws on which they are forecast now."""

    saved: SavedPlans
    draws: int
    seed: int
    draws_sha256: str


def differs(made: Sequence[Made], person: Course, goals: Goals | None) -> tuple[str, ...]:
    """In words, everything that may move a number beside the plan itself; nothing where all is as it was."""
    found: list[str] = []
    for one in made:
        found += _of_one(one, person, goals or one.saved.goals)
        if goals is not None and goals != one.saved.goals:
            found.append(
                "The goals are not those that the plans were made from: limits are judged by the new ones."
            )
    return tuple(dict.fromkeys(found))


def _of_one(one: Made, person: Course, goals: Goals) -> Iterator[str]:
    told = one.saved.manifest
    if told["model_number"] != MODEL_NUMBER:
        yield f"The model: number {told['model_number']} when the plans were made, {MODEL_NUMBER} now."
    elif told["draws_sha256"] != one.draws_sha256:
        yield "The draws are not those that the plans were made on: some of what moved is chance."
    treated = next((item.course for item in one.saved.plans if item.design.sessions), None)
    if treated is None:
        return
    for name, before, now in (
        ("person", treated.person.model_dump(mode="json"), person.person.model_dump(mode="json")),
        (
            "aftercare",
            treated.aftercare.model_dump(mode="json"),
            aftercare_of(person, goals).model_dump(mode="json"),
        ),
    ):
        yield from _fields(name, before, now)
    old, new = ([item.model_dump(mode="json") for item in course.concerns] for course in (treated, person))
    for k in range(max(len(old), len(new))):
        name = f"concern[{k}]"
        yield from _fields(name, old[k] if k < len(old) else {}, new[k] if k < len(new) else {})


def _fields(name: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for key in dict.fromkeys((*before, *now)):
        if before.get(key) != now.get(key):
            yield f"{name}.{key}: {_words(before.get(key))} when the plans were made, {_words(now.get(key))} now."


def _words(value: Any) -> str:
    if value is None or value == []:
        return "nothing"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def manifest(made: Iterable[Made]) -> dict[str, Any]:
    """How the answer was made, folder by folder."""
    return {
        "software": "microneedling",
        "version": __version__,
        "model_number": MODEL_NUMBER,
        "not_a_medical_device": True,
        "folders": [
            {
                "folder": one.saved.folder,
                "made_by": one.saved.manifest,
                "draws": one.draws,
                "seed": one.seed,
                "draws_sha256": one.draws_sha256,
            }
            for one in made
        ],
    }
