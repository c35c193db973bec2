"""What a held-out study would report: the predictive distribution of each reading of a study file.

For each draw of the model's numbers: `PEOPLE` people of the study's population are treated and followed, raters of
a fresh study look (fresh effects; how far the strength of the course bears out, `course_level`), and as many people as
were analysed are averaged (sampling error). Beside it stands what the biology says: the same without raters' bias,
drift and sampling error, and the course at its full strength.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import MODEL_NUMBER
from ..answers.answer import Answer, Row
from ..answers.card import Card
from ..course.refusal import refuse_stops
from ..course.rules import RULES
from ..errors import InputError, Mistake, SolverError
from ..evidence.posterior import account
from ..evidence.practice import limit
from ..evidence.registry import Values
from ..healing.screening import stable_draws
from ..inputs.assumed import Assumed, as_json
from ..inputs.questions import FEWEST_TO_PREDICT, refuse, subject, to_predict
from ..observation.effects import StudyEffects
from ..observation.study_reports import expected, sampling_sd
from ..people.recipe import virtual_people
from ..streams import generator
from . import prediction_card as say
from .arm import Latent, follow, grid, lesions_only, recipe
from .assumptions import assumptions
from .endpoint import endpoint_of
from .middle_course import course_factors
from .open_parts import people_analysed, variants
from .predicted import PredictedReading, direction_of, no_change, summary
from .signals import DENSE, WEEKLY, signals_of
from .study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..skin.people import People
    from .study import Reading

__all__ = ["PredictedReading", "Prediction", "direction_of", "no_change", "predict", "summary"]

DRAWS, PEOPLE = 400, 4
SHARES = ("share improved",)


@dataclass(frozen=True, repr=False, eq=False)  # arrays within have no one truth: equal is the same object
class Prediction(Answer):
    """What a study would report, reading by reading.

    >>> from microneedling import load_study, predict
    >>> prediction = predict(load_study("examples/studies/acne_scars_qualitative.toml"), draws=24, people=2)
    >>> prediction.to_frame().columns.tolist()[:5]
    ['outcome', 'label', 'statistic', 'rater', 'day']
    """

    study: Study
    readings: tuple[PredictedReading, ...]
    draws: int
    seed: int

    @property
    def calibrated(self) -> bool:
        """Whether the numbers are calibrated on published results, or come from the ranges of the registry."""
        return bool(account())

    @property
    def assumed(self) -> tuple[Assumed, ...]:
        """What the study does not say and what was taken instead."""
        return assumptions(self.study)

    def to_json(self) -> dict[str, Any]:
        """The answer to a study file."""
        return {
            "format": 1,
            "title": self.study.title,
            **({"study": self.study.study} if self.study.study else {}),
            "model_number": MODEL_NUMBER,
            "calibrated": self.calibrated,
            "assumed": as_json(self.assumed),
            "readings": [item.to_json() for item in self.readings],
            "not_a_medical_device": True,
        }

    def card(self) -> Card:
        """What would be reported, reading by reading, and how much of it is known."""
        lead = say.lead_words(self.readings, self.study.population.n)
        known = (
            say.known_words(self.calibrated, self.draws, self.seed, MODEL_NUMBER),
            say.assumed_words([str(item) for item in self.assumed]),
        )
        return Card(self.study.title, (lead,), say.reading_table(self.readings), tuple(filter(None, known)))

    def tidy(self) -> list[Row]:
        """One row a reading: median, intervals and SD of what would be reported, and of the biology alone."""
        return say.reading_rows(self.readings, self.calibrated)

    def draw(self, ax: Axes) -> None:
        """The predictive distribution of the first reading, with its 80 % interval."""
        if not self.readings:
            raise InputError("plot", [Mistake("reading", "none", "a study with one reading or more")])
        first = self.readings[0]
        neutral = no_change(first.reading) if direction_of(first.reading) else None
        say.draw_reading(ax, self.study.title, first, neutral)


def predict(
    study: Study, draws: int = DRAWS, seed: int = 1, people: int = PEOPLE, *, values: Values | None = None
) -> Prediction:
    """Predict every reading of a study; `values` replaces the draws by numbers of your own.

    Raises `InputError` with every mistake in the arguments, `Refused` for a study of children, and `SolverError` where
    hardly a draw of a reading could be computed, so that no interval rests on a handful of draws.

    >>> from microneedling import load_study, predict
    >>> study = load_study("examples/studies/acne_scars_qualitative.toml")
    >>> [item.better for item in predict(study, draws=24, people=2).readings]
    ['lower', 'higher']
    """
    wrong = subject("study", study, Study, "load_study(PATH)") + to_predict(draws, seed, people)
    refuse("predict", wrong)
    _refuse_children(study)
    own = values is not None
    if values is None:
        values, _ = stable_draws(draws, seed)
    (found,) = predict_together([study], values, seed, people)
    for item in () if own else found.readings:
        _sound(study, item)
    return found


def predict_together(arms: Sequence[Study], values: Values, seed: int, people: int) -> list[Prediction]:
    """Predict the arms of one study with the numbers given: they share its raters and how far its courses go."""
    signals = [seen_signals(arm, arm.reading, values, seed, people) for arm in arms]
    pairs = zip(arms, signals, strict=True)
    seen = [(arm, *one) for arm, each in pairs for one in zip(arm.reading, each, strict=True)]
    courses = course_factors(seen, values)
    return [
        Prediction(
            arm,
            tuple(
                _predicted(arm, *one, values, seed, courses) for one in zip(arm.reading, each, strict=True)
            ),
            values.count,
            seed,
        )
        for arm, each in zip(arms, signals, strict=True)
    ]


def _refuse_children(study: Study) -> None:
    """Raises `Refused` where the middle of the ages lies below the youngest for which anything is forecast."""
    age, adult = study.population.age_year.middle, limit("adult_age_year")
    if age < adult:
        reason = f"age {age:g}: no data on children, nothing is predicted below {adult:g}"
        finding = RULES["A01"].found("population.age_year", reason)
        refuse_stops("no prediction", [(str(finding), finding)], override_stop=False, how="")


def _sound(study: Study, item: PredictedReading) -> None:
    """Raises `SolverError` where fewer than half the fewest draws could be computed."""
    sound = int(min(np.isfinite(item.reported).sum(), np.isfinite(item.biology).sum()))
    if sound < FEWEST_TO_PREDICT / 2:
        text = f"only {sound} of {len(item.reported)} draws could be computed"
        raise SolverError(f"{study.title}: {item.reading.scale}: {text}; try another seed, or more draws")


def seen_signals(
    study: Study, readings: tuple[Reading, ...], values: Values, seed: int, people: int
) -> list[np.ndarray]:
    """Signals (draw, people, part) of each reading, for sampled people; failed people are NaN.

    Draws that share what the study leaves open of device and timetable run together (`open_parts.variants`).
    """
    many = values.repeated(people)
    latent = Latent(
        *(
            np.repeat(generator(seed, "report", what).standard_normal(values.count), people)
            for what in ("length", "passes")
        )
    )
    folk = virtual_people(recipe(study), many, seed)
    read = tuple(reading.day_at for reading in readings)
    found: list[np.ndarray] = []
    for variant, draws in variants(study, values, seed, max(read, default=0.0)):
        if draws.size == values.count:
            return _signals(variant, readings, many, latent, folk, people)
        here = (draws[:, None] * people + np.arange(people)).ravel()
        mask = np.zeros(many.count, bool)
        mask[here] = True
        part = Latent(latent.length[here], latent.passes[here])
        signals = _signals(variant, readings, many.subset(mask), part, folk.subset(here), people)
        values.used |= many.used
        if not found:
            found = [np.full((values.count, *one.shape[1:]), np.nan) for one in signals]
        for whole, one in zip(found, signals, strict=True):
            whole[draws] = one
    return found


def _signals(
    study: Study, readings: tuple[Reading, ...], many: Values, latent: Latent, folk: People, people: int
) -> list[np.ndarray]:
    """The signals of a study that leaves nothing open of its device and timetable."""
    days = grid(
        study,
        tuple(reading.day_at for reading in readings),
        dense=any(reading.scale in DENSE for reading in readings),
        weekly=any(reading.scale in WEEKLY for reading in readings),
    )
    arm = follow(study, folk, many, latent, days, lesions_only(study, readings))
    return [found.reshape(many.count // people, people, -1) for found in signals_of(readings, arm, many)]


def _predicted(
    study: Study,
    reading: Reading,
    seen: np.ndarray,
    values: Values,
    seed: int,
    courses: Mapping[str, np.ndarray],
) -> PredictedReading:
    people = people_analysed(study, values)
    endpoint = endpoint_of(reading, study, people)
    effects = fresh_effects(reading, values.count, seed, courses.get(study.family(reading), 0.0))
    modelled = expected(endpoint, seen, values, effects)
    biology = expected(endpoint, seen, values, StudyEffects.none(values.count))
    reported = with_sampling(reading, people, modelled.mean, sampling_sd(endpoint, modelled), seed)
    return PredictedReading(reading, reported, biology.mean, study.family(reading))


def fresh_effects(reading: Reading, count: int, seed: int, course: np.ndarray | float = 0.0) -> StudyEffects:
    """Effects of a new study (draw,): one set for the study, one for each scale and rater in it; `course` as given."""
    own = f"{reading.scale}:{reading.rater}"
    return StudyEffects(
        study=generator(seed, "report", "study").standard_normal(count),
        drift=generator(seed, "report", "drift").standard_normal(count),
        scale=generator(seed, "report", "scale", own).standard_normal(count),
        error=generator(seed, "report", "error", own).standard_normal(count),
        course=course,
    )


def with_sampling(
    reading: Reading, people: int | np.ndarray, mean: np.ndarray, sd: np.ndarray, seed: int
) -> np.ndarray:
    """Add the chance of who happened to be in the study: whole people for shares, else a normal error."""
    chance = generator(seed, "report", "sampling", reading.scale, reading.statistic, str(reading.day_at))
    if reading.statistic in SHARES or reading.scale == "pih_rate":
        sound = np.where(np.isfinite(mean), np.clip(mean / 100, 0, 1), 0.0)
        drawn = 100 * chance.binomial(people, sound) / people
        return np.where(np.isfinite(mean), drawn, np.nan)
    return mean + sd * chance.standard_normal(len(mean))
