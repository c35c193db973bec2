"""Plans as files: each an ordinary course file that says from what it was made, and the whole answer beside them.

A plan's name is made of its course, the two files it came from, the seed and the draws: the same again has the same
name, another never overwrites it.
"""

from __future__ import annotations

import json
from pathlib import Path

from ..course.writing import course_text
from ..files import write_folder
from .one_plan import Plan
from .plans import Plans

ANSWER = "plans.json"


def save_plans(
    plans: Plans, folder: str | Path, force: bool = False, pages: dict[str, str] | None = None
) -> Path:
    """Write every plan as a course file, and the answer as JSON, into a folder: all of them or none.

    `pages` are further files by name, such as the sheets for the client. Raises `InputError` where the folder holds
    something already, unless `force`.

    >>> import tempfile
    >>> from microneedling import load_course, load_goals, plan, save_plans
    >>> course = load_course("examples/plans/neck_lines.toml")
    >>> goals = load_goals("examples/plans/neck_lines_goals.toml")
    >>> few = goals.space.model_copy(update={"interval_day": (28,), "passes": (2,), "sessions": (1,)})
    >>> plans = plan(course, goals.model_copy(update={"space": few}), draws=4)
    >>> folder = save_plans(plans, tempfile.mkdtemp())
    >>> (folder / f"{plans.plans[0].id}.toml").exists()
    True
    """
    return write_folder(folder, {**plan_files(plans), **(pages or {})}, force)


def plan_files(plans: Plans) -> dict[str, str]:
    """The files by name."""
    made = {f"{item.id}.toml": plan_text(plans, item) for item in plans.plans}
    answer = json.dumps(plans.to_json(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    return {**made, ANSWER: answer}


def plan_text(plans: Plans, item: Plan) -> str:
    """One plan as a course file; reading it again gives its course."""
    told = plans.manifest
    head = [
        f"{item.id}: {item.name}",
        f"Made by microneedling {told['version']}, model number {told['model_number']}, seed {told['seed']}, "
        f"{told['draws']} draws; not a medical device.",
        f"From the person and goals {told['inputs_sha256']}",
        f"on the draws {told['draws_sha256']}.",
        f"`microneedling simulate FILE --draws {told['draws']} --seed {told['seed']}` gives its numbers again.",
        *(f"Set aside: {finding.rule}, because: {why}" for finding, why in plans.screened.overridden),
    ]
    lines = [" ".join(line.split()) for line in head]
    return "\n".join([*(f"# {line}" for line in lines), course_text(item.course)])
