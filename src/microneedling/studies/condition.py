"""What the people of a study were treated for: the kinds of a course file, healthy skin, and other words for them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from ..inputs.written import canonical
from ..skin.concern import KIND_ALIASES, REFUSED, Kind

CONDITION_ALIASES = {
    **KIND_ALIASES,
    "none": "healthy",
    "healthy skin": "healthy",
    "healthy volunteers": "healthy",
    "facial ageing": "rejuvenation",
    "facial aging": "rejuvenation",
    "photoageing": "rejuvenation",
    "photoaging": "rejuvenation",
    "atrophic scar": "atrophic acne scar",
    "post-acne scars": "atrophic acne scar",
    "surgical scars": "surgical scar",
    "traumatic scars": "traumatic scar",
    "burn scar": "traumatic scar",
    "burn scars": "traumatic scar",
    "striae": "striae alba",
    "stretch marks": "striae alba",
    "striae distensae": "striae alba",
}


COLOUR_OPEN = ("striae", "stretch marks", "striae distensae")  # words that leave open whether white or red


def condition_word(value: Any) -> Any:
    """The condition in its usual words; what lies outside the model is refused with the reason."""
    word = canonical(CONDITION_ALIASES)(value)
    if isinstance(word, str) and any(part in word for part in REFUSED):
        raise PydanticCustomError(
            "mistake",
            "no prediction of this: raised scars, keloid and hair lie outside the model by construction; this is final",
        )
    return word


Condition = Annotated[Literal[Kind, "healthy"], BeforeValidator(condition_word)]
