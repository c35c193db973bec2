"""One small result of every public question, made once: what all results promise is tested on them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import microneedling
from helpers.source_files import ROOT
from microneedling.answers.answer import Answer
from microneedling.validation.validate import StudyValidation

DRAWS = 24
EXAMPLES = ROOT / "examples"
SCRIPT = "<script>alert(1)</script>"


@cache
def forecast() -> microneedling.Forecast:
    """The forecast of the first example, its title an attack on a notebook."""
    course = microneedling.load_course(EXAMPLES / "acne_scars_cheek.toml")
    return microneedling.simulate(course.model_copy(update={"title": SCRIPT}), draws=DRAWS)


@cache
def delivery() -> microneedling.Delivery:
    """Vitamin C after a roller."""
    file = microneedling.load_delivery(EXAMPLES / "deliver" / "vitamin_c_roller.toml")
    return microneedling.deliver(file.model_copy(update={"title": SCRIPT}), draws=DRAWS)


@cache
def prediction() -> microneedling.Prediction:
    """Two readings of a study of acne scars."""
    study = microneedling.load_study(EXAMPLES / "studies" / "acne_scars_qualitative.toml")
    return microneedling.predict(study.model_copy(update={"title": SCRIPT}), draws=DRAWS, people=2)


@cache
def trial() -> microneedling.TrialResult:
    """Three virtual trials of a roller against a sham."""
    file = microneedling.load_trial(EXAMPLES / "trials" / "acne_scars_sham.toml")
    return microneedling.trial(file.model_copy(update={"title": SCRIPT}), people=120)


@cache
def gradient() -> microneedling.Gradient:
    """What two numbers do to fine lines."""
    course = microneedling.load_course(EXAMPLES / "fine_lines_roller.toml")
    keys = ["surface_topography.crease_exponent", "collagen.cross_linking_gain"]
    return microneedling.gradient(course.model_copy(update={"title": SCRIPT}), "fine_lines", 40, keys)


@cache
def evidence() -> microneedling.Evidence:
    """What the forecast of fine lines rests on."""
    course = microneedling.load_course(EXAMPLES / "fine_lines_roller.toml")
    return microneedling.evidence_for(course.model_copy(update={"title": SCRIPT}), draws=100)


def citation() -> microneedling.Citation:
    """How to cite the forecast."""
    return microneedling.cite(forecast())


def report() -> microneedling.EvidenceReport:
    """The numbers of the forecast by grade."""
    return microneedling.evidence_report(forecast())


@cache
def validation() -> microneedling.Validation:
    """The validation as shipped."""
    return microneedling.validate()


def study_validation() -> Answer:
    """One study of the validation, its shipped predictions in place of new ones."""
    readings = tuple(item for item in validation().readings if item.study == "dogra2014")
    return StudyValidation(readings, readings)


MADE: dict[str, Callable[[], Answer]] = {
    "forecast": forecast,
    "delivery": delivery,
    "prediction": prediction,
    "trial": trial,
    "gradient": gradient,
    "evidence": evidence,
    "citation": citation,
    "evidence report": report,
    "validation": validation,
    "validation of a study": study_validation,
}
