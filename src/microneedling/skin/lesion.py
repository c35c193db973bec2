"""Kinds of lesion by the name of their tissue, and which a concern is about. Loads without the array library."""

from __future__ import annotations

from collections.abc import Sequence

from .concern import Concern

ACNE_SCARS = ("rolling scar", "boxcar scar", "icepick scar")
LESIONS = (*ACNE_SCARS, "surgical scar", "traumatic scar", "striae alba", "striae rubra")


def lesion_key(kind: str) -> str:
    """The name of a kind of lesion in the registry: `rolling scar` -> `rolling_scar`."""
    return kind.replace(" ", "_")


def lesions_of(concern: Concern) -> tuple[str, ...]:
    """Lesions that a concern is about, beside normal skin: all types for mixed acne scars, else one or none."""
    if concern.kind == "atrophic acne scar":
        subtype = concern.subtype or "mixed"
        return ACNE_SCARS if subtype == "mixed" else (f"{subtype} scar",)
    return (concern.kind,) if concern.kind in LESIONS else ()


def tissue_kinds(concerns: Sequence[Concern]) -> tuple[str, ...]:
    """The tissues that concerns ask about: the person's own skin, and each lesion named."""
    lesions = [kind for concern in concerns for kind in lesions_of(concern)]
    return tuple(dict.fromkeys(["skin", *lesions]))


def lesional_pigment_kind(concerns: Sequence[Concern]) -> str:
    """The darker patch followed beside the skin: a melasma patch when that is a concern, else an uneven one."""
    return "melasma" if any(concern.kind == "melasma" for concern in concerns) else "uneven"
