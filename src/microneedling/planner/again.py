"""Plans forecast again on new data, without a search: the same courses on the person as they are now.

What was offered stays as it was; old and new stand side by side, on the same draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..course.course import Course
from ..course.refusal import refuse_stops
from ..course.screen import screen
from ..errors import Mistake
from ..evidence.registry import Values
from ..healing.screening import stable_draws
from ..inputs.mistakes import shown
from ..inputs.questions import flag, refuse, subject
from .again_told import Again, PlansAgain
from .checked import checked, run_in_full
from .differing import Made, differs, manifest
from .hashes import draws_hash
from .one_plan import Plan, objectives_in
from .saved import SavedPlan, SavedPlans, load_plans
from .search.limits import limits_of
from .search.space import course_of
from .wishes.asked import DRAWS, to_plan
from .wishes.goals import Goals
from .wishes.person import against

HOW = "To forecast it all the same: --despite-stop (override_stop=True)"


def forecast_again(
    item: Plan | SavedPlan, person: Course, goals: Goals, draws: int, seed: int = 1, stop: bool = False
) -> Again:
    """The plan on the person, concerns and aftercare of another course file; its design is not changed.

    Raises `Refused` where the safety screen now stops it, unless `stop`, and `InputError` where the other file lacks
    what the plan is about.

    >>> from microneedling import forecast_again, load_course, load_goals, plan
    >>> course = load_course("examples/plans/neck_lines.toml")
    >>> goals = load_goals("examples/plans/neck_lines_goals.toml")
    >>> few = goals.space.model_copy(update={"interval_day": (28,), "passes": (2,), "sessions": (1,)})
    >>> goals = goals.model_copy(update={"space": few})
    >>> chosen = plan(course, goals, draws=4).plans[-1]
    >>> forecast_again(chosen, course, goals, draws=4).to_json()["moved"]["pain"]
    0.0
    """
    refuse("forecast_again", subject("person", person, Course, "load_course(PATH)") + to_plan(draws, seed))
    refuse("forecast_again", _fits(item, person, goals))
    values, _ = stable_draws(draws, seed)
    return _again(item, person, goals, values, seed, stop)


def forecast_plans_again(
    folders: Sequence[str | Path],
    person: Course,
    goals: Goals | None = None,
    draws: int | None = None,
    seed: int | None = None,
    *,
    override_stop: bool = False,
) -> PlansAgain:
    """All plans of folders that `save_plans` wrote, on the person of a course file as they are now; no search.

    Left out, goals, draws and seed are those that each plan was made with, so that only the person differs. A plan that
    stands in two folders is told once. Raises `InputError` with every mistake in the folders and between them and the
    course file, `Refused` where the safety screen stops a plan by a rule that was not set aside when it was made.

    >>> import tempfile
    >>> from microneedling import forecast_plans_again, load_course, load_goals, plan, save_plans
    >>> course = load_course("examples/plans/neck_lines.toml")
    >>> goals = load_goals("examples/plans/neck_lines_goals.toml")
    >>> few = goals.space.model_copy(update={"interval_day": (28,), "passes": (2,), "sessions": (1,)})
    >>> plans = plan(course, goals.model_copy(update={"space": few}), draws=4)
    >>> forecast_plans_again([save_plans(plans, tempfile.mkdtemp())], course).differs
    ()
    """
    if isinstance(folders, str | Path) or not folders:
        found = Mistake("folders", shown(folders), "a list of folders that `save_plans` wrote")
        refuse("forecast_plans_again", [found])
    held = [load_plans(folder) for folder in folders]
    return again_of(held, person, goals, draws, seed, override_stop=override_stop)


def again_of(
    held: Sequence[SavedPlans],
    person: Course,
    goals: Goals | None = None,
    draws: int | None = None,
    seed: int | None = None,
    *,
    override_stop: bool = False,
) -> PlansAgain:
    """The same for folders that were read already."""
    mistakes = subject("person", person, Course, "load_course(PATH)") + flag("override_stop", override_stop)
    mistakes += to_plan(DRAWS if draws is None else draws, 1 if seed is None else seed)
    mistakes += [
        mistake for one in held for item in one.plans for mistake in _fits(item, person, goals or one.goals)
    ]
    refuse("forecast_plans_again", list(dict.fromkeys(mistakes)))
    found: dict[str, Again] = {}
    made: list[Made] = []
    for one in held:
        count, start = draws or one.manifest["draws"], one.manifest["seed"] if seed is None else seed
        values, _ = stable_draws(count, start)
        made.append(Made(one, count, start, draws_hash(values)))
        for item in one.plans:
            if item.id not in found:
                wanted = goals or one.goals
                found[item.id] = _of_folder(made[-1], item, person, wanted, values, override_stop)
    return PlansAgain(person, tuple(found.values()), differs(made, person, goals), manifest(made))


def _of_folder(
    made: Made, item: SavedPlan, person: Course, goals: Goals, values: Values, override_stop: bool
) -> Again:
    """One saved plan again; stops that were set aside when it was made are set aside still, others refuse."""
    told = made.saved.manifest
    aside = {rule.split()[0] for rule in told["overridden"]} | {one.rule.upper() for one in goals.overrides}
    course = course_of(person, _with_devices(item, goals), item.design, item.course.title)
    stops = [finding for finding in screen(course) if finding.level == "stop"]
    new = [finding for finding in stops if finding.final or finding.rule.split()[0] not in aside]
    refuse_stops(
        f"no forecast of {item.id}", [(str(finding), finding) for finding in new], override_stop, HOW
    )
    return _again(item, person, goals, values, made.seed, bool(stops), told["start_delay_day"])


def _again(
    item: Plan | SavedPlan,
    person: Course,
    goals: Goals,
    values: Values,
    seed: int,
    stop: bool,
    delay_day: int = 0,
) -> Again:
    goals = _with_devices(item, goals)
    course, forecast = run_in_full(person, goals, item.design, item.course.title, values, seed, stop)
    table = checked(person, goals, [item.design], [course], [forecast], values).table
    limits = tuple(limit.of(0) for limit in limits_of(table, goals, delay_day))
    findings = tuple(finding for finding in forecast.findings if finding.level != "note")
    return Again(
        item.id,
        item.names,
        item.design.words(),
        dict(item.objectives),
        objectives_in(table, 0),
        limits,
        findings,
        course,
    )


def _with_devices(item: Plan | SavedPlan, goals: Goals) -> Goals:
    """The goals with the plan's own devices at hand: a device of that name may be another by now."""
    return goals.model_copy(update={"instruments": {**goals.instruments, **item.course.instruments}})


def _fits(item: Plan | SavedPlan, person: Course, goals: Goals) -> list[Mistake]:
    """What a plan is about and the person's file knows nothing of."""
    if not isinstance(person, Course):
        return []
    zones = [setting.zone for setting in item.design.settings]
    found = [mistake for mistake in against(goals, person) if mistake.path != "device"]
    if item.design.sessions and set(zones) != set(person.zones):
        allowed = f"the zones that the plans treat: {', '.join(zones)}"
        found.append(Mistake("person.site", ", ".join(person.zones), allowed, "Plan anew for other zones."))
    return found
