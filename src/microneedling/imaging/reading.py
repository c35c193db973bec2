"""One photograph read: where the card lies and what light it tells of, or every reason why it cannot be measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..errors import Mistake
from ..evidence.practice import value_of
from . import card
from .encoding import decoded
from .light import Light, light_of
from .optics.skin import GROUP
from .photograph import Photograph
from .pose import View, view_of
from .squares import find_squares

SHARPEST = 0.988  # stored brightness that a camera can hardly tell from the brightest


@dataclass(frozen=True)
class Read:
    """A photograph whose card was found: `linear` is its light (row, column, 3)."""

    source: str
    linear: np.ndarray
    view: View
    light: Light

    def skin(self, x_mm: np.ndarray, y_mm: np.ndarray) -> np.ndarray:
        """Linear sRGB reflectance (..., 3) at places in mm from the middle of the window."""
        middle = card.SIDE_MM / 2
        seen = self.view.sampled(self.linear, x_mm + middle, y_mm + middle)
        return self.light.reflectance(seen, x_mm + middle, y_mm + middle)


def read(photograph: Photograph) -> tuple[Read | None, list[Mistake]]:
    """Read a photograph, with every reason against it; nothing is read where the card is not found whole."""
    linear = decoded(photograph.stored).astype(np.float32)
    found = find_squares(linear[..., 1])
    if isinstance(found, int):
        seen = f"{found} of the 4 marked squares of the card"
        hint = "Lay the whole card flat into the picture, unshaded; print one with: microneedling photo --card card.svg"
        return None, [Mistake(photograph.source, seen, "the whole card", hint)]
    view = view_of(found)
    done = Read(photograph.source, linear, view, light_of(photograph.stored, view))
    return done, [*_of_view(done), *_of_light(done), *_of_skin(done)]


def _limit(name: str) -> float:
    return value_of(GROUP, name)


def _told_of(one: Read, found: list[Mistake]) -> Callable[[str, str, str], None]:
    """What adds a mistake of this photograph: what was seen, what is allowed, what to do."""
    return lambda seen, allowed, hint: found.append(Mistake(one.source, seen, allowed, hint))


def _of_view(one: Read) -> list[Mistake]:
    view, found = one.view, []
    wrong = _told_of(one, found)
    if view.pixels_per_mm < (least := _limit("least_pixels_per_mm")):
        wrong(
            f"{view.pixels_per_mm:.1f} pixels a mm",
            f"at least {least:g}",
            "Go nearer, or use the full resolution.",
        )
    if view.tilt_deg > (most := _limit("most_tilt_deg")):
        wrong(
            f"a camera {view.tilt_deg:.0f} degrees aslant",
            f"at most {most:g}",
            "Hold it square above the card.",
        )
    if view.edge_mm > (most := _limit("most_edge_mm")):
        seen = f"a blurred picture (edges of {view.edge_mm:.2f} mm)"
        wrong(seen, f"at most {most:g} mm", "Steady the camera, focus on the card, give more light.")
    if view.error_mm > (most := _limit("most_card_error_mm")):
        seen = f"a card that is bent or badly printed (corners off by {view.error_mm:.2f} mm)"
        wrong(seen, f"at most {most:g} mm", "Glue the card onto stiff board; print it at 100 %.")
    return found


def _of_light(one: Read) -> list[Mistake]:
    light, found = one.light, []
    wrong = _told_of(one, found)
    if light.clipped > (most := _limit("most_clipped")):
        wrong(
            f"paper too bright to be told ({100 * light.clipped:.0f} %)",
            f"at most {100 * most:g} %",
            "Expose less.",
        )
    if light.white < (least := _limit("least_white")):
        wrong(
            f"paper of brightness {light.white:.2f}",
            f"at least {least:g} of 1",
            "Expose more, or give more light.",
        )
    if light.unevenness > (most := _limit("most_unevenness")):
        seen = f"light {100 * light.unevenness:.0f} % brighter on one side"
        wrong(seen, f"at most {100 * most:g} %", "Move the lamp away, or light from both sides.")
    if light.shadow > (most := _limit("most_shadow")):
        seen = f"shadows on the card ({100 * light.shadow:.0f} %)"
        wrong(seen, f"at most {100 * most:g} %", "Keep hands, hair and telephone out of the light.")
    if light.patch_error > (most := _limit("most_patch_error")):
        seen = f"colours of the card off by {light.patch_error:.1f}"
        hint = "Use one kind of light, no filter of the telephone, and a fresh print."
        wrong(seen, f"at most {most:g} (CIE distance)", hint)
    return found


def _of_skin(one: Read) -> list[Mistake]:
    at = np.linspace(card.WINDOW_MM[0] + 1, card.WINDOW_MM[1] - 1, 120)
    seen = one.view.sampled(one.linear, *np.meshgrid(at, at))
    share = float((seen > decoded(np.array(SHARPEST))).any(axis=-1).mean())
    if share <= (most := _limit("most_gloss")):
        return []
    hint = "Dab off sweat and cream, turn the lamp aside, or use a polariser."
    return [Mistake(one.source, f"skin that shines ({100 * share:.0f} %)", f"at most {100 * most:g} %", hint)]
