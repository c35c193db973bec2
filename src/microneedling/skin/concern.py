"""What troubles a person, and how severe it is on the field's own scale."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from ..evidence.practice import scale_range
from ..inputs.written import Number, Written, canonical
from .sites import WrittenSite

# fmt: off
Kind = Literal[
    "fine lines", "texture", "tone", "pores", "atrophic acne scar", "surgical scar", "traumatic scar",
    "hyperpigmentation", "melasma", "dryness", "laxity", "striae alba", "striae rubra", "rejuvenation",
]
# fmt: on
ScarType = Literal["rolling", "boxcar", "icepick", "mixed"]
Scale = Literal[
    "lemperle",
    "wsrs",
    "alexiades_armenakas",
    "gais",
    "face_q",
    "goodman_baron_qualitative",
    "goodman_baron_quantitative",
    "ecca",
    "asas",
    "vss",
    "posas",
    "manchester",
    "vas_100",
    "masi",
    "mmasi",
    "melasqol",
]

KIND_ALIASES = {
    "wrinkles": "fine lines",
    "fine lines and wrinkles": "fine lines",
    "roughness": "texture",
    "texture and roughness": "texture",
    "evenness of tone": "tone",
    "uneven tone": "tone",
    "pore size": "pores",
    "acne scars": "atrophic acne scar",
    "acne scar": "atrophic acne scar",
    "atrophic acne scars": "atrophic acne scar",
    "post-inflammatory hyperpigmentation": "hyperpigmentation",
    "pih": "hyperpigmentation",
    "hydration": "dryness",
    "elasticity": "laxity",
    "firmness": "laxity",
    "striae distensae alba": "striae alba",
    "striae distensae rubra": "striae rubra",
}

REFUSED = ("keloid", "hypertrophic", "hair", "alopecia")


def _kind(value: object) -> object:
    """The kind in its usual words; raises where the kind lies outside the model, with the reason."""
    word = canonical(KIND_ALIASES)(value)
    if isinstance(word, str) and any(part in word for part in REFUSED):
        raise PydanticCustomError(
            "mistake",
            "no forecast of this: raised scars, keloid and hair lie outside the model by construction; this is final",
        )
    return word


def _several(value: object) -> object:
    """One zone is a list of one."""
    return (value,) if isinstance(value, str) else value


Zones = Annotated[tuple[WrittenSite, ...], Field(min_length=1), BeforeValidator(_several)]
_LINES, _SCARS = ("lemperle", "wsrs", "alexiades_armenakas"), ("vss", "posas", "vas_100", "manchester")
_ANY = ("gais", "face_q")
SCALES: dict[str, tuple[str, ...]] = {
    "fine lines": (*_LINES, *_ANY),
    "texture": ("alexiades_armenakas", *_ANY),
    "tone": _ANY,
    "pores": _ANY,
    "atrophic acne scar": (
        "goodman_baron_qualitative",
        "goodman_baron_quantitative",
        "ecca",
        "asas",
        "vas_100",
        *_ANY,
    ),
    "surgical scar": (*_SCARS, *_ANY),
    "traumatic scar": (*_SCARS, *_ANY),
    "hyperpigmentation": ("mmasi", "masi", *_ANY),
    "melasma": ("masi", "mmasi", "melasqol", "gais"),
    "dryness": _ANY,
    "laxity": ("alexiades_armenakas", *_ANY),
    "striae alba": ("manchester", "vss", "vas_100", "gais"),
    "striae rubra": ("manchester", "vss", "vas_100", "gais"),
    "rejuvenation": ("gais", "lemperle", "alexiades_armenakas", "face_q"),
}

# Concern -> the scale it is read on where none is named; the others are read by an instrument.
USUAL_SCALE: dict[str, str] = {
    "fine lines": "lemperle",
    "texture": "alexiades_armenakas",
    "laxity": "alexiades_armenakas",
    "atrophic acne scar": "goodman_baron_qualitative",
    "surgical scar": "vas_100",
    "traumatic scar": "vss",
    "striae alba": "striae_improvement",
    "striae rubra": "striae_improvement",
    "melasma": "mmasi",
    "rejuvenation": "gais",
}
TYPICAL_OF_AGE = ("fine lines", "texture", "laxity")  # typical severity follows age and sun damage
JUDGE_CHANGE = ("gais", "percent_improvement", "striae_improvement")  # scales that compare with before

# Concern -> family of its scores in the registry (`scales.sensitivity.<family>`).
SCORE_FAMILY: dict[str, str] = {
    "fine lines": "fine_lines",
    "texture": "texture",
    "tone": "tone",
    "laxity": "firmness",
    "atrophic acne scar": "acne_scar",
    "surgical scar": "other_scar",
    "traumatic scar": "other_scar",
    "striae alba": "striae",
    "striae rubra": "striae",
    "melasma": "melasma",
    "hyperpigmentation": "melasma",
}


class Concern(Written):
    """One thing a person wishes to change; `baseline` is its severity today on `scale`.

    >>> from microneedling import Concern
    >>> Concern(kind="acne scars", subtype="rolling").kind
    'atrophic acne scar'
    """

    kind: Annotated[Kind, BeforeValidator(_kind)]
    """what troubles the person"""
    subtype: ScarType | None = Field(default=None)
    """type of atrophic acne scar; only for acne scars, "mixed" when left out"""
    scale: Annotated[Scale, BeforeValidator(canonical({}))] | None = None
    """the field's own scale that `baseline` is read on"""
    baseline: Number | None = None
    """severity today, in points of `scale`"""
    zone: Zones | None = None
    """the zone or zones that it is about, of a course that treats several; all of them when left out"""

    @property
    def scar_type(self) -> str | None:
        """Type of acne scar ("mixed" when not given); None for every other concern."""
        return (self.subtype or "mixed") if self.kind == "atrophic acne scar" else None

    @field_validator("subtype")
    @classmethod
    def _subtype_fits(cls, value: str | None, info: ValidationInfo) -> str | None:
        kind = info.data.get("kind")
        if value is not None and kind is not None and kind != "atrophic acne scar":
            raise PydanticCustomError("mistake", "nothing: only an atrophic acne scar has a subtype")
        return value

    @field_validator("scale")
    @classmethod
    def _scale_fits(cls, value: str | None, info: ValidationInfo) -> str | None:
        kind = info.data.get("kind")
        if value is not None and kind is not None and value not in SCALES[kind]:
            allowed = " | ".join(f'"{name}"' for name in SCALES[kind])
            raise PydanticCustomError(
                "mistake", "{allowed}  (scales used for {kind})", {"allowed": allowed, "kind": kind}
            )
        return value

    @field_validator("baseline")
    @classmethod
    def _baseline_in_range(cls, value: float | None, info: ValidationInfo) -> float | None:
        if value is None or "scale" not in info.data:
            return value
        scale = info.data["scale"]
        if scale is None:
            raise PydanticCustomError("mistake", "nothing unless `scale` is named: a score needs its scale")
        low, high = scale_range(scale)
        if not low <= value <= high:
            text = f"{low:g} to {high:g}, the range of {scale}"
            raise PydanticCustomError("mistake", "{text}", {"text": text})
        return value
