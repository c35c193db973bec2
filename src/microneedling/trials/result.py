"""What a virtual trial found, typed: arms, comparison, planning, people, what it cost; and its JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from .. import MODEL_NUMBER
from ..answers.answer import Answer, Row
from ..answers.card import Card
from ..inputs.assumed import Assumed, as_json
from ..phrases import TRIAL_DESPITE_STOP, despite_stop_words
from . import trial_card as say
from .assumed import assumed, without_effect
from .compared import ArmResult, Comparison, Visit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .trial_file import Trial

__all__ = [
    "ArmResult",
    "Comparison",
    "Cost",
    "CurvePoint",
    "Enough",
    "Failure",
    "Needed",
    "Planning",
    "TrialResult",
    "Visit",
]


@dataclass(frozen=True)
class CurvePoint:
    """Power and assurance with so many people analysed an arm, each with its Monte-Carlo error."""

    people_per_arm_analysed: int
    power: float
    power_mc_error: float
    assurance: float
    assurance_mc_error: float


@dataclass(frozen=True)
class Enough:
    """Fewest people an arm that reach a goal; Monte-Carlo error of the share that succeeds with them (0 to 1).

    From `low` to `high`: the numbers of people that this error leaves open (twice it); None: no upper end in reach.
    """

    analysed: int
    enrolled: int
    mc_error: float
    analysed_low: int
    analysed_high: int | None
    enrolled_low: int
    enrolled_high: int | None


@dataclass(frozen=True)
class Needed:
    """People an arm by power and by assurance; None where no number of people reaches the goal."""

    power: Enough | None
    assurance: Enough | None


@dataclass(frozen=True)
class Planning:
    """How many people a trial needs; effects in the unit of the endpoint."""

    virtual_trials: int
    power_mc_error: float
    effect_middle: float
    effect_middle_mc_error: float
    effect_sd_between_draws: float
    person_sd: float
    curve: tuple[CurvePoint, ...]
    sample_size: dict[str, Needed]  # by the goal, such as "80 %"
    assurance_ceiling: float
    assurance_ceiling_mc_error: float

    def to_json(self) -> dict[str, Any]:
        """The same in the words of the JSON answer."""
        return asdict(self) | {"curve": [asdict(point) for point in self.curve]}


@dataclass(frozen=True)
class Failure:
    """A person whose equations could not be integrated."""

    arm: str
    person: int
    virtual_trial: int
    reason: str = "the healing equations could not be integrated"


@dataclass(frozen=True)
class Cost:
    """What a run cost: people a second (0 where nothing was left to do), memory, and chunks."""

    people_per_second: float
    peak_memory_mb: float | None
    chunks: int
    kept: int
    computed: int
    spoilt: int

    def chunks_json(self) -> dict[str, int]:
        """How many chunks there are, kept, computed, and computed again because they were spoilt."""
        return {
            "all": self.chunks,
            "kept": self.kept,
            "computed": self.computed,
            "spoilt": self.spoilt,
        }


@dataclass(frozen=True, repr=False)
class TrialResult(Answer):
    """The answer of a virtual trial. `rows` are the rows of the query of its people table, where one was given.

    >>> from microneedling import load_trial, trial
    >>> result = trial(load_trial("examples/trials/acne_scars_sham.toml"), people=120)
    >>> result.to_frame()["interval"].tolist()
    ['90 % of people', '90 % of people', '95 % of trials']
    """

    trial: Trial
    people_per_trial_arm: int
    seed: int
    kernel: str
    better: Literal["higher", "lower"]
    arms: Mapping[str, ArmResult]
    comparison: Comparison
    planning: Planning | None  # None with too few virtual trials to plan by
    within_person_correlation: float | None  # between the sides compared; None for parallel arms
    cohort: Mapping[str, Any]
    failures: tuple[Failure, ...]
    result_hash: str
    overridden: tuple[str, ...] = ()  # rules of the safety screen that said stop
    cost: Cost | None = None
    rows: tuple[Mapping[str, Any], ...] | None = None

    def with_run(
        self, cost: Cost, overridden: tuple[str, ...], rows: tuple[Mapping[str, Any], ...] | None
    ) -> TrialResult:
        """The answer with what its run adds to it."""
        return replace(self, cost=cost, overridden=overridden, rows=rows)

    @property
    def assumed(self) -> tuple[Assumed, ...]:
        """What the trial file leaves out and what was taken instead."""
        return assumed(self.trial)

    @property
    def without_effect(self) -> tuple[Assumed, ...]:
        """What its arms give and that changed nothing in the numbers."""
        return without_effect(self.trial)

    def to_json(self) -> dict[str, Any]:
        """The answer in its promised order; what a run cost and a query only where there was one."""
        cost = self.cost
        return {
            "arms": {name: _arm(item) for name, item in self.arms.items()},
            "comparison": _listed(self.comparison),
            **({} if cost is None else {"people_per_second": cost.people_per_second}),
            **({} if cost is None else {"peak_memory_mb": cost.peak_memory_mb}),
            "result_hash": self.result_hash,
            **({} if cost is None else {"chunks": cost.chunks_json()}),
            "planning": None if self.planning is None else self.planning.to_json(),
            "summaries": {name: _summary(item) for name, item in self.arms.items()},
            "within_person_correlation": self.within_person_correlation,
            "cohort": dict(self.cohort),
            "failures": [asdict(item) for item in self.failures],
            **self._set_before(),
            "not_a_medical_device": True,
            "assumed": as_json(self.assumed),
            "changes_nothing": as_json(self.without_effect),
            **({"despite_stop": list(self.overridden)} if self.overridden else {}),
            **({} if self.rows is None else {"query": [dict(row) for row in self.rows]}),
        }

    def _set_before(self) -> dict[str, Any]:
        """What was asked, as it stands in the answer."""
        end = self.trial.endpoint
        return {
            "endpoint": {
                "scale": end.scale,
                "statistic": end.statistic,
                "day": end.day,
                "better": self.better,
            },
            "aim": self.trial.aim.model_dump(mode="json"),
            "people_per_trial_arm": self.people_per_trial_arm,
            "title": self.trial.title,
            "seed": self.seed,
            "kernel": self.kernel,
            "model_number": MODEL_NUMBER,
        }

    def card(self) -> Card:
        """The difference first, then each arm, how many people such a trial needs, how much of it is known."""
        end = say.endpoint_words(self.trial.endpoint, self.better)
        found = say.comparison_words(self.trial.aim, self.comparison, self.people_per_trial_arm)
        plan = self.planning
        sizes = (
            say.size_words(plan.sample_size, plan.assurance_ceiling)
            if plan
            else "Too few virtual trials to plan by: take more people."
        )
        rules = despite_stop_words(TRIAL_DESPITE_STOP, self.overridden)
        lead = tuple(filter(None, (rules, found, end)))
        known = (sizes, say.known_words(self.seed, MODEL_NUMBER, self.result_hash))
        return Card(self.trial.title, lead, say.arm_table(self.arms), known)

    def tidy(self) -> list[Row]:
        """A row an arm, then the comparison."""
        return say.trial_rows(self.trial, self.arms, self.comparison, self.better)

    def draw(self, ax: Axes) -> None:
        """Each arm, and the difference with its interval."""
        say.draw_trial(ax, self.trial, self.arms, self.comparison, self.better)


def _arm(item: ArmResult) -> dict[str, Any]:
    return {"people": item.people, "failed": item.failed, "endpoint": asdict(item.endpoint)}


def _summary(item: ArmResult) -> dict[str, Any]:
    return {"seen": item.seen, "visits": [asdict(visit) for visit in item.visits], **asdict(item.shape)}


def _listed(found: Comparison) -> dict[str, Any]:
    return asdict(found) | {"ci95": None if found.ci95 is None else list(found.ci95)}
