"""Where on the body: the sites with their other names, and the part of the body that each belongs to."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator

from ..inputs.written import canonical

# fmt: off
Site = Literal[
    "cheek", "forehead", "temple", "glabella", "periorbital", "nose", "perioral", "chin", "jawline", "neck",
    "abdomen", "thigh", "arm", "forearm", "back", "breast", "buttock", "hand",
]
# fmt: on
FACE = frozenset(
    ("cheek", "forehead", "temple", "glabella", "periorbital", "nose", "perioral", "chin", "jawline")
)
TRUNK = frozenset(("abdomen", "back", "breast", "buttock", "neck"))
SITE_ALIASES = {
    "cheeks": "cheek",
    "upper lip": "perioral",
    "under-eye": "periorbital",
    "under eye": "periorbital",
    "crow's feet": "periorbital",
    "belly": "abdomen",
    "thighs": "thigh",
    "upper arm": "arm",
    "hands": "hand",
    "buttocks": "buttock",
}
WrittenSite = Annotated[Site, BeforeValidator(canonical(SITE_ALIASES, get_args(Site)))]


def region(site: str) -> Literal["face", "trunk", "limb"]:
    """The part of the body that a site belongs to."""
    return "face" if site in FACE else "trunk" if site in TRUNK else "limb"


def site_word(value: object) -> object:
    """A site in its usual word, for comparing what is not checked yet; anything but a word as it is."""
    return canonical(SITE_ALIASES)(value)
