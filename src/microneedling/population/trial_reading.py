"""A trial file (TOML or JSON) made into a `Trial`, or into the list of every mistake in it.

Every arm is checked as a course file would be, on a person of middle age of the trial. Loads without the array
library.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..course.mistakes import collected, shown
from ..course.reading import course_from_tables, read_text, tables_of, with_lines
from ..errors import InputError, Mistake, did_you_mean
from ..skin.concern import Concern
from ..skin.written import Written
from .clinic_rows import rows_of
from .endpoint_words import NOT_FOR_PERSONS, allowed_for
from .trial_file import FORMAT, MOST_ARMS, Aim, Design, Endpoint, Trial, TrialPeople

WHAT = "a trial file"
PARTS: dict[str, type[Written]] = {
    "people": TrialPeople,
    "concern": Concern,
    "design": Design,
    "endpoint": Endpoint,
    "aim": Aim,
}
TOP = ("format", "title", *PARTS, "instrument", "aftercare", "arm")
ARM = ("name", "sham", "session", "aftercare")


def load_trial(path: str | Path) -> Trial:
    """Read and check a trial file; raises `InputError` with every mistake in it."""
    return trial_from_text(read_text(path, what=WHAT), str(path), Path(path).parent)


def trial_from_text(text: str, source: str = "trial", folder: Path | None = None) -> Trial:
    """Check the text of a trial file; `folder` is where a clinic's table is looked for."""
    return parse_trial(tables_of(text, source, WHAT), source, text, folder)


def parse_trial(
    raw: Mapping[str, Any], source: str = "trial", text: str = "", folder: Path | None = None
) -> Trial:
    """Check the plain tables of a trial file; raises `InputError` with every mistake in them."""
    mistakes: list[Mistake] = []
    if raw.get("format") != FORMAT:
        hint = f"Put `format = {FORMAT}` at the top."
        mistakes.append(Mistake("format", shown(raw.get("format")), str(FORMAT), hint))
    for key in raw:
        if key not in TOP:
            mistakes.append(
                Mistake(key, "an unknown key", f"one of {', '.join(TOP)}", did_you_mean(key, TOP))
            )
    made: dict[str, Any] = {key: _part(model, raw.get(key), key, mistakes) for key, model in PARTS.items()}
    arms = _arms(raw, made, mistakes)
    mistakes += _endpoint(raw, made)
    mistakes += _compared(made["aim"], [arm.get("name") for arm in arms])
    if made["people"] is not None and made["people"].table is not None:
        made["people"] = _with_rows(made["people"], folder or Path(), mistakes)
    if mistakes:
        raise InputError(source, with_lines(list(dict.fromkeys(mistakes)), text))
    title = {"title": raw["title"]} if "title" in raw else {}
    try:
        return Trial.model_validate({"format": FORMAT, **title, **made, "arms": arms})
    except ValidationError as error:
        raise InputError(source, with_lines(collected(error, Trial, ""), text)) from None


def _part(model: type[Written], raw: Any, path: str, mistakes: list[Mistake]) -> Written | None:
    if not isinstance(raw, Mapping):
        found = f"{len(raw)} tables" if isinstance(raw, list) else shown(raw)
        mistakes.append(Mistake(path, found, f"one table, written [{path}]"))
        return None
    if path == "endpoint" and (reason := NOT_FOR_PERSONS.get(str(raw.get("scale")).strip().lower())):
        mistakes.append(Mistake("endpoint.scale", shown(raw["scale"]), f"nothing: {reason}"))
        return None
    if path == "people" and "rows" in raw:
        mistakes.append(Mistake("people.rows", shown(raw["rows"]), "nothing: name the file as `table`"))
        return None
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        mistakes += collected(error, model, path)
        return None


def _arms(raw: Mapping[str, Any], made: Mapping[str, Any], mistakes: list[Mistake]) -> list[dict[str, Any]]:
    """Every arm with its course; the courses are checked even where other tables have mistakes."""
    tables = raw.get("arm")
    if not isinstance(tables, list) or not 2 <= len(tables) <= MOST_ARMS:
        found = f"{len(tables)} tables" if isinstance(tables, list) else shown(tables)
        mistakes.append(Mistake("arm", found, f"2 to {MOST_ARMS} tables, each written [[arm]]"))
        return []
    found, names = [], []
    for k, table in enumerate(tables):
        path = f"arm[{k}]"
        if not isinstance(table, Mapping):
            mistakes.append(Mistake(path, shown(table), "a table, written [[arm]]"))
            continue
        mistakes += [
            Mistake(f"{path}.{key}", "an unknown key", f"one of {', '.join(ARM)}", did_you_mean(key, ARM))
            for key in table
            if key not in ARM
        ]
        mistakes += _named(table, path, names)
        found.append(
            {
                "name": table.get("name"),
                "sham": table.get("sham", False),
                "course": _course(raw, table, made, path, mistakes),
            }
        )
    return found


def _named(table: Mapping[str, Any], path: str, names: list[Any]) -> list[Mistake]:
    """Mistakes of an arm's own words; its name joins `names`."""
    name, sham, found = table.get("name"), table.get("sham", False), []
    if not isinstance(name, str) or not 0 < len(name) <= 60:
        found.append(Mistake(f"{path}.name", shown(name), "a short name in quotes"))
    elif name in names:
        found.append(Mistake(f"{path}.name", shown(name), "a name that no other arm has"))
    names.append(name)
    if not isinstance(sham, bool):
        found.append(Mistake(f"{path}.sham", shown(sham), "true or false"))
    elif sham and table.get("session"):
        found.append(Mistake(f"{path}.session", "sessions", "nothing: a sham has no needles"))
    return found


def _course(
    raw: Mapping[str, Any],
    arm: Mapping[str, Any],
    made: Mapping[str, Any],
    path: str,
    mistakes: list[Mistake],
) -> Any:
    people, concern = made["people"], made["concern"]
    tables: dict[str, Any] = {
        "format": 1,
        "title": arm.get("name") if isinstance(arm.get("name"), str) and arm["name"] else "arm",
        "person": _middle(people) if people else _NOBODY,
        "concern": [concern.model_dump(exclude_none=True) if concern else {"kind": "texture"}],
        "instrument": raw.get("instrument", {}),
        "session": arm.get("session", []),
    }
    care = "aftercare" if "aftercare" not in arm else f"{path}.aftercare"
    if "aftercare" in arm or "aftercare" in raw:
        tables["aftercare"] = arm.get("aftercare", raw.get("aftercare"))
    if made["endpoint"] is not None:
        tables["follow_up"] = {"until_day": made["endpoint"].days[-1]}
    try:
        return course_from_tables(tables)
    except InputError as error:
        for item in error.mistakes:
            mistakes.append(Mistake(_moved(item.path, path, care), item.found, item.allowed, item.hint))
        return None


_NOBODY = {"age_year": 40, "sex": "female", "phototype": "III", "site": "cheek"}


def _middle(people: TrialPeople, age_year: float | None = None) -> dict[str, Any]:
    """The trial's people as one person: middle age, the commonest sex and phototype."""
    return {
        "age_year": people.age_year.mean if age_year is None else age_year,
        "sex": "female" if people.female_share >= 0.5 else "male",
        "phototype": max(people.phototypes, key=lambda name: people.phototypes[name]),
        "site": people.site,
    }


def _moved(place: str, arm: str, care: str) -> str:
    """Where a mistake of an arm's course stands in the trial file."""
    if place.startswith("session"):
        return f"{arm}.{place}"
    for mine, theirs in (
        ("aftercare", care),
        ("follow_up.until_day", "endpoint.day"),
        ("concern[0]", "concern"),
    ):
        if place.startswith(mine):
            return theirs + place[len(mine) :]
    return place.replace("person", "people", 1) if place.startswith("person") else place


def _endpoint(raw: Mapping[str, Any], made: Mapping[str, Any]) -> list[Mistake]:
    concern, endpoint = made["concern"], made["endpoint"]
    found = []
    if concern is not None and (concern.scale or concern.baseline is not None):
        found.append(
            Mistake("concern", "a scale or baseline", "kind and subtype only", "They belong in [endpoint].")
        )
    if concern is None or endpoint is None:
        return found
    allowed = allowed_for(concern.kind)
    if endpoint.scale not in allowed:
        hint = did_you_mean(endpoint.scale, allowed)
        found.append(Mistake("endpoint.scale", shown(endpoint.scale), " | ".join(allowed), hint))
    elif endpoint.statistic == "percent change" and endpoint.scale == "percent_improvement":
        allowed_words = '"change" | "responders": this scale judges change itself'
        found.append(Mistake("endpoint.statistic", shown(endpoint.statistic), allowed_words))
    found += _baseline(endpoint)
    return found


def _baseline(endpoint: Endpoint) -> list[Mistake]:
    """A baseline must lie on its scale; scales that judge change, and instruments in percent, have none."""
    from .endpoint_words import IMPROVEMENT, RATED

    given = endpoint.baseline
    if given is None:
        return []
    if endpoint.scale == IMPROVEMENT:
        return [Mistake("endpoint.baseline", f"{given.mean:g}", "nothing: everybody starts at no change")]
    if endpoint.scale in RATED:
        from ..evidence.practice import scale_range

        low, high = scale_range(endpoint.scale)
        if not low <= given.mean <= high:
            allowed = f"{low:g} to {high:g}, the range of {endpoint.scale}"
            return [Mistake("endpoint.baseline", f"{given.mean:g}", allowed)]
    elif given.mean <= 0:
        return [Mistake("endpoint.baseline", f"{given.mean:g}", "a reading above 0")]
    return []


def _compared(aim: Aim | None, names: list[Any]) -> list[Mistake]:
    if aim is None or not names:
        return []
    found = [
        Mistake(
            f"aim.compare[{k}]",
            shown(name),
            " | ".join(f'"{n}"' for n in names),
            did_you_mean(name, map(str, names)),
        )
        for k, name in enumerate(aim.compare)
        if name not in names
    ]
    if aim.compare[0] == aim.compare[1]:
        found.append(Mistake("aim.compare", shown(aim.compare[0]) + " twice", "two different arms"))
    return found


def _with_rows(people: TrialPeople, folder: Path, mistakes: list[Mistake]) -> TrialPeople:
    try:
        rows = rows_of(folder / str(people.table))
    except InputError as error:
        mistakes += [
            Mistake(f"people.table: {item.path}", item.found, item.allowed, item.hint)
            for item in error.mistakes
        ]
        return people
    return people.model_copy(update={"rows": rows})


def screened_people(trial: Trial) -> list[dict[str, Any]]:
    """Who the safety screen looks at: people of middle age, and the youngest who may take part."""
    youngest = trial.people.age_year.low
    return [_middle(trial.people)] + ([] if youngest is None else [_middle(trial.people, youngest)])
