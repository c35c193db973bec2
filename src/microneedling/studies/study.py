"""A study arm as a person writes it: who was treated, with what, how often, and what was read when.

`load_study(path)` of `study_file` reads the file (TOML, or the same object as JSON). What a report leaves out stays
open: a range instead of a number, or nothing at all. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Self, cast

from pydantic import (
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from ..course.course import Numbing, Topical
from ..device.library import find_type, reported, unknown_device
from ..device.outside import ALLOWED, WHY, heats
from ..errors import InputError, Mistake, did_you_mean
from ..inputs.distribution import Distribution
from ..inputs.phototypes import Phototypes
from ..inputs.written import (
    Comment,
    Flag,
    Number,
    Text,
    Whole,
    Written,
    canonical,
    disagreeing,
    mistaken,
    none_or_from,
)
from ..people.written import WrittenPeople, WrittenSite, usual_phototypes
from ..skin.concern import ScarType
from ..skin.person import Aftercare
from .condition import COLOUR_OPEN, Condition
from .design_words import Design
from .reading_words import canonical_statistic
from .readings import READINGS, Rater, ReadingKind, Statistic, canonical_scale, nearest_scale, refusal
from .study_rules import disagreements
from .typical import typical_age, usual_numbing_min

FORMAT = 1
HOURS_A_DAY = 24.0


class _Analysed(Written):
    """How many, and what for: read before the people, whose typical age depends on it."""

    n: Whole | None = Field(default=None, ge=1, le=100000)
    """people analysed in this arm; as usual in studies when left out"""
    condition: Condition = "healthy"
    """what they were treated for, in the words of a course file, or healthy"""
    subtype: ScarType | None = None
    """type of atrophic acne scar; only for acne scars"""


class Population(WrittenPeople, _Analysed):
    """Who was analysed in this arm."""

    age_year: Distribution = Field(default=cast(Distribution, None), validate_default=True)
    """age in years; typical of the condition when left out"""
    phototypes: Phototypes = Field(default_factory=lambda: cast(Any, usual_phototypes()))
    """Fitzpatrick phototypes with their shares"""
    site: WrittenSite = "cheek"
    """where on the body"""
    comment: Comment = ""
    """your own words; ignored"""
    _colour_open: bool = PrivateAttr(default=False)

    @property
    def colour_open(self) -> bool:
        """Whether striae were named without saying white or red; white was taken."""
        return self._colour_open

    @model_validator(mode="wrap")
    @classmethod
    def _colour_of_striae(cls, given: Any, read: ModelWrapValidatorHandler[Self]) -> Self:
        made = read(given)
        word = canonical({})(given.get("condition")) if isinstance(given, Mapping) else None
        if word in COLOUR_OPEN:
            made._colour_open = True
        return made

    @field_validator("age_year", mode="before")
    @classmethod
    def _typical_age(cls, value: Any, info: ValidationInfo) -> Any:
        return typical_age(info.data.get("condition", "healthy")) if value is None else value


class StudyDevice(Written):
    """The device; everything but its kind, or its name in the library of devices, may be left out."""

    device: Text | None = None
    """name of a type of device, such as "SkinPen"; what sources give of it is taken, the rest stays open"""
    kind: Literal["pen", "roller", "stamp", "none"] | None = None
    """pen, roller, stamp, or none for an untreated or sham side; pens and rollers alike when left out"""
    needle_length_mm: Distribution | None = None
    """needle length, mm; 1.0 to 2.5 when left out"""
    depth_mm: Distribution | None = None
    """set depth, mm; the needle length when left out"""
    passes: Distribution | None = None
    """passes over the same skin (stamp: presses on the same spot)"""
    needle_count: Whole | None = Field(default=None, ge=1, le=3000)
    """number of needles (roller: on the whole drum)"""
    needle_diameter_mm: Number | None = Field(default=None, ge=0.01, le=1)
    """diameter of a needle's shaft, mm"""
    frequency_hz: Number | None = Field(default=None, ge=1, le=500)
    """strokes a second, Hz; only for a pen"""
    tip_width_mm: Number | None = Field(default=None, ge=0.5, le=100)
    """width of a pen's tip or side of a stamp's head, mm"""
    glide_speed_mm_per_s: Number | None = Field(default=None, ge=0.1, le=500)
    """speed at which a pen glides, mm/s; only for a pen"""
    drum_diameter_mm: Number | None = Field(default=None, ge=1, le=200)
    """diameter of a roller's drum without needles, mm"""
    drum_width_mm: Number | None = Field(default=None, ge=1, le=200)
    """width of the needled part of a roller's drum, mm"""
    tip_radius_um: Number | None = Field(default=None, ge=0.01, le=250)
    """radius of a needle's tip, um"""
    tip_angle_deg: Number | None = Field(default=None, ge=1, le=179)
    """full opening angle of a needle's tip, degrees"""
    skin_stretched: Flag = True
    """whether the skin is held stretched"""
    comment: Comment = ""
    """your own words; ignored"""

    @model_validator(mode="before")
    @classmethod
    def _as_reported(cls, given: Any) -> Any:
        if not isinstance(given, Mapping) or not isinstance(given.get("device"), str):
            return given
        if find_type(given["device"]) is None:
            return {"kind": "pen", **given}  # whatever it is: the name is refused below
        try:
            return reported(given)
        except InputError as error:
            raise disagreeing(error.mistakes) from None

    @field_validator("kind", mode="before")
    @classmethod
    def _within_the_model(cls, value: Any) -> Any:
        if heats(value):
            raise mistaken(f"{ALLOWED}. {WHY}")
        return value

    @field_validator("device")
    @classmethod
    def _in_the_library(cls, value: str | None) -> str | None:
        if value is not None and find_type(value) is None:
            missing = unknown_device(value)
            raise mistaken(f"{missing.allowed}. {missing.hint}")
        return value


class StudyNumbing(Numbing):
    """Anaesthetic cream before each session of a study."""

    minutes: Annotated[Number, Field(ge=0, le=240), none_or_from(1)] = Field(
        default_factory=usual_numbing_min
    )
    """minutes left on the skin, min; as usual when left out"""


class StudyCourse(Written):
    """How often, and what went with it."""

    sessions: Whole | None = Field(default=None, ge=0, le=24)
    """number of sessions; 0 for an untreated arm; as usual in studies when left out"""
    interval_day: Number | None = Field(default=None, ge=0.1, le=365)
    """days between sessions; as usual in studies when left out"""
    days: tuple[Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=3650)], ...] | None = Field(
        default=None, max_length=24
    )
    """days of the sessions, the first on day 0; instead of sessions and interval_day"""
    numbing: StudyNumbing | None = None
    """anaesthetic cream before each session"""
    topical: tuple[Topical, ...] = ()
    """what is put on the needled skin at each session"""
    aftercare: Aftercare = Aftercare()
    """aftercare over the whole course"""
    sham: Flag = False
    """whether the untreated side of a blinded study saw a sham"""
    comment: Comment = ""
    """your own words; ignored"""

    @property
    def session_days(self) -> tuple[float, ...]:
        """Days on which people came, needled or not."""
        if self.days is not None:
            return self.days
        return tuple(k * (self.interval_day or 0.0) for k in range(self.sessions or 0))


class Reading(Written):
    """One thing the report gives, or is asked to be predicted."""

    scale: str
    """what was read, one of the names in the table of readings"""
    statistic: Statistic = Field(default=cast(Statistic, None), validate_default=True)
    """how it was summed up; the usual one of the scale when left out"""
    day: Number | None = Field(default=None, ge=0, le=3650)
    """days from the first session"""
    hour: Number | None = Field(default=None, ge=0, le=87600)
    """hours from the first session; instead of day"""
    rater: Rater = Field(default=cast(Rater, None), validate_default=True)
    """who judged; the usual one of the scale when left out"""
    baseline: Distribution | None = None
    """the score or reading before the first session"""
    part: ScarType | None = None
    """type of acne scar that this reading judges"""
    over_percent: Number | None = Field(default=None, ge=0, lt=100)
    """for "share improved": the percent of improvement that must be exceeded; improved at all when left out"""
    comment: Comment = ""
    """your own words; ignored"""

    @field_validator("scale", mode="before")
    @classmethod
    def _known_scale(cls, value: Any) -> str:
        if not isinstance(value, str):
            raise mistaken("a name in quotes from the table of readings")
        name = canonical_scale(value)
        if name in READINGS:
            return name
        if reason := refusal(value):
            raise mistaken(f"nothing: {reason}")
        hint = nearest_scale(value)
        text = f"one of {', '.join(READINGS)}" + (f"; {hint}" if hint else "")
        raise mistaken(text)

    @field_validator("statistic", mode="before")
    @classmethod
    def _fitting_statistic(cls, value: Any, info: ValidationInfo) -> Any:
        kind = READINGS.get(info.data.get("scale", ""))
        if value is None:
            return kind.statistic if kind else "mean change"
        word = canonical_statistic(value) if isinstance(value, str) else value
        if kind and word not in kind.statistics:
            raise _choice(kind.statistics, word, f"statistics of {kind.name}")
        return word

    @field_validator("rater", mode="before")
    @classmethod
    def _fitting_rater(cls, value: Any, info: ValidationInfo) -> Any:
        kind = READINGS.get(info.data.get("scale", ""))
        if value is None:
            return kind.rater if kind else "investigator"
        word = canonical({})(value)
        if kind and word not in kind.raters:
            raise _choice(kind.raters, word, f"raters of {kind.name}")
        return word

    @property
    def kind(self) -> ReadingKind:
        """What `READINGS` says of its scale."""
        return READINGS[self.scale]

    @property
    def unit(self) -> str:
        """Unit of the statistic."""
        return self.kind.unit_of(self.statistic)

    @property
    def day_at(self) -> float:
        """Days from the first session; 0 for events and clocks read without a time."""
        if self.hour is not None:
            return self.hour / HOURS_A_DAY
        return float(self.day or 0.0)


def _choice(words: tuple[str, ...], given: Any, what: str) -> PydanticCustomError:
    """A word that is none of those that fit, with the nearest that does."""
    hint = did_you_mean(str(given), words)
    text = " | ".join(f'"{word}"' for word in words) + f"  ({what})" + (f"; {hint}" if hint else "")
    return mistaken(text)


class Study(Written):
    """One arm of a study: its people, its device, its course, and its readings.

    >>> from microneedling import load_study
    >>> study = load_study("examples/studies/acne_scars_qualitative.toml")
    >>> study.population.n, len(study.reading)
    (36, 2)
    """

    format: Literal[1] = FORMAT
    """format number of the study file"""
    title: Text = "A study of microneedling"
    """a title of your own"""
    study: Text | None = None
    """a short name of the study"""
    design: Design | None = None
    """how this arm was studied: alone before and after, beside arms of other people, or beside another side"""
    comment: Comment = ""
    """your own words; ignored"""
    population: Population
    """who was analysed"""
    device: StudyDevice = StudyDevice()
    """the device"""
    course: StudyCourse = StudyCourse()
    """how often, and what went with it"""
    reading: tuple[Reading, ...] = ()
    """what was read, one or more"""

    @model_validator(mode="after")
    def _parts_agree(self) -> Study:
        if mistakes := self.between(self.as_file()):
            raise disagreeing(mistakes)
        return self

    @classmethod
    def between(cls, raw: Mapping[str, Any]) -> Sequence[Mistake]:
        """Mistakes of sense in the plain tables of a study: bounds, slips of unit, parts that contradict each other."""
        return disagreements(raw)

    @property
    def days(self) -> tuple[float, ...]:
        """Days on which the skin was needled; none for an untreated or sham side."""
        return () if self.device.kind == "none" else self.course.session_days

    def family(self, reading: Reading) -> str:
        """Outcome family of a reading in these people."""
        return reading.kind.family_for(self.population.condition)

    def as_file(self) -> dict[str, Any]:
        """The study in the shape of a study file (plain tables, lists, words and numbers)."""
        written = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_unset=True)
        return {"format": FORMAT, **written}
