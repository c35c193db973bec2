"""A trial file (TOML or JSON) read as a `Trial`, or refused with the list of every mistake in it.

Every arm is checked as a course file would be, on a person of middle age of the trial. Loads without the array
library.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..course.reading import course_from_tables
from ..errors import InputError, Mistake
from ..inputs.mistakes import shown
from ..inputs.one_site import zones_apart
from ..inputs.parts import checked, counted, one_table, refuse_mistakes, unknown_keys
from ..inputs.text import read_text, tables_of
from ..inputs.written import Written
from ..people.clinic_rows import rows_of
from ..people.written import TrialPeople
from ..skin.concern import Concern
from .agreement import disagreements
from .endpoints import IMPROVEMENT, NOT_FOR_PERSONS
from .tables import Aim, Design, Endpoint
from .trial_file import FORMAT, LONGEST_NAME, MOST_ARMS, MOST_SESSIONS, ONE_ZONE, Trial

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
LONGEST_TITLE = 200
ARMS_READ = 8  # of too many arms so many are checked
TAIL_SDS = 4  # where ages have no lowest, so far below the mean somebody may be


def load_trial(path: str | Path) -> Trial:
    """Read and check a trial file; raises `InputError` with every mistake in it.

    >>> from microneedling import load_trial
    >>> load_trial("examples/trials/acne_scars_sham.toml").endpoint.day
    180
    """
    return trial_from_text(read_text(path, WHAT), str(path), Path(path).parent)


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
    raw, zones = zones_apart(raw, "people.site", ONE_ZONE)
    mistakes += [*zones, *unknown_keys(raw, TOP)]
    parts: dict[str, Any] = {key: _part(model, raw.get(key), key, mistakes) for key, model in PARTS.items()}
    if "title" in raw and not (isinstance(raw["title"], str) and 0 < len(raw["title"]) <= LONGEST_TITLE):
        mistakes.append(Mistake("title", shown(raw["title"]), "a short text in quotes (a title of your own)"))
    arms = _arms(raw, parts, mistakes)
    if parts["people"] is not None and parts["people"].table is not None:
        parts["people"] = _with_rows(parts["people"], folder or Path(), mistakes)
    mistakes += disagreements(parts, [arm.get("name") for arm in arms] if len(arms) > 1 else [])
    refuse_mistakes(source, mistakes, text)
    title = {"title": raw["title"]} if "title" in raw else {}
    trial = checked(Trial, {"format": FORMAT, **title, **parts, "arms": arms}, "", mistakes)
    refuse_mistakes(source, mistakes, text)
    assert trial is not None  # whatever prevents it is a mistake
    return trial


def _part(model: type[Written], raw: Any, path: str, mistakes: list[Mistake]) -> Written | None:
    if not isinstance(raw, Mapping):
        return one_table(model, raw, path, mistakes)
    given, usable = dict(raw), True
    if path == "endpoint" and (reason := NOT_FOR_PERSONS.get(str(raw.get("scale")).strip().lower())):
        mistakes.append(Mistake("endpoint.scale", shown(raw["scale"]), f"nothing: {reason}"))
        given["scale"], usable = IMPROVEMENT, False  # the other keys are checked all the same
    if path == "people" and "rows" in raw:
        mistakes.append(Mistake("people.rows", shown(raw["rows"]), "nothing: name the file as `table`"))
        del given["rows"]
        usable = False
    part = checked(model, given, path, mistakes)
    return part if usable else None


def _arms(raw: Mapping[str, Any], parts: Mapping[str, Any], mistakes: list[Mistake]) -> list[dict[str, Any]]:
    """Every arm with its course; the courses are checked even where other tables have mistakes."""
    tables = raw.get("arm")
    if not isinstance(tables, list) or not 2 <= len(tables) <= MOST_ARMS:
        allowed = f"2 to {MOST_ARMS} tables, each written [[arm]]"
        mistakes.append(Mistake("arm", counted(tables), allowed))
    found, names = [], []
    listed: list[Any] = tables[:ARMS_READ] if isinstance(tables, list) else []
    for k, table in enumerate(listed):
        path = f"arm[{k}]"
        if not isinstance(table, Mapping):
            mistakes.append(Mistake(path, shown(table), "a table, written [[arm]]"))
            continue
        mistakes += unknown_keys(table, ARM, path)
        mistakes += _named(table, path, names)
        found.append(
            {
                "name": table.get("name"),
                "sham": table.get("sham", False),
                "course": _course(raw, table, parts, path, mistakes),
            }
        )
    return found


def _named(table: Mapping[str, Any], path: str, names: list[Any]) -> list[Mistake]:
    """Mistakes of an arm's own words; its name joins `names`."""
    name, sham, found = table.get("name"), table.get("sham", False), []
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME:
        found.append(Mistake(f"{path}.name", shown(name), "a short name in quotes"))
    elif name != name.strip() or not name.isprintable():
        allowed = "letters, digits and signs that can be seen, no blank at either end"
        found.append(Mistake(f"{path}.name", ascii(name), allowed))
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
    parts: Mapping[str, Any],
    path: str,
    mistakes: list[Mistake],
) -> Any:
    people, concern = parts["people"], parts["concern"]
    tables: dict[str, Any] = {
        "format": 1,
        "title": arm.get("name") if isinstance(arm.get("name"), str) and arm["name"] else "arm",
        "person": _middle(people) if people else _NOBODY,
        "concern": [concern.model_dump(exclude_none=True) if concern else {"kind": "texture"}],
        "instrument": raw.get("instrument", {}),
        "session": arm.get("session", []),
    }
    aftercare = "aftercare" if "aftercare" not in arm else f"{path}.aftercare"
    if "aftercare" in arm or "aftercare" in raw:
        tables["aftercare"] = arm.get("aftercare", raw.get("aftercare"))
    if parts["endpoint"] is not None:
        tables["follow_up"] = {"until_day": parts["endpoint"].days[-1]}
    try:
        course = course_from_tables(tables)
    except InputError as error:
        for item in error.mistakes:
            mistakes.append(Mistake(_moved(item.path, path, aftercare), item.found, item.allowed, item.hint))
        return None
    if (count := len(course.sessions)) > MOST_SESSIONS:
        mistakes.append(Mistake(f"{path}.session", f"{count} sessions", f"at most {MOST_SESSIONS} in an arm"))
    return course


_NOBODY = {"age_year": 40, "sex": "female", "phototype": "III", "site": "cheek"}


def _middle(people: TrialPeople, age_year: float | None = None) -> dict[str, Any]:
    """The trial's people as one person: middle age, the commonest sex and phototype."""
    return {
        "age_year": people.age_year.middle if age_year is None else age_year,
        "sex": "female" if people.female_share >= 0.5 else "male",
        "phototype": max(people.phototypes, key=lambda name: people.phototypes[name]),
        "site": people.site,
    }


def _moved(place: str, arm: str, aftercare: str) -> str:
    """Where a mistake of an arm's course stands in the trial file."""
    if place.startswith("session"):
        return f"{arm}.{place}"
    for mine, theirs in (
        ("aftercare", aftercare),
        ("follow_up.until_day", "endpoint.day"),
        ("concern[0]", "concern"),
    ):
        if place.startswith(mine):
            return theirs + place[len(mine) :]
    return place.replace("person", "people", 1) if place.startswith("person") else place


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
    people, ages = trial.people, trial.people.age_year
    youngest = ages.low
    if people.rows and youngest is None:
        youngest = min(float(row["age_year"]) for row in people.rows)
    if youngest is None and ages.spread:
        youngest = max(ages.middle - TAIL_SDS * ages.spread, 0.0)
    return [_middle(people)] + ([] if youngest is None else [_middle(people, youngest)])
