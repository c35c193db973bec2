"""The card that lies on the skin: a printed frame with a window, four marked squares, and patches of known colour.

All places are mm from the card's upper left corner, x to the right, y down. Loads without the array library.
"""

from __future__ import annotations

from dataclasses import dataclass

SIDE_MM = 56.0
WINDOW_MM = (15.0, 41.0)
"""where the window begins and ends, across and down"""
SQUARE_MM, SQUARE_AT_MM = 7.0, 2.0
MODULES = 5
"""a square is so many modules wide: a black frame around 3 x 3 bits"""
CODES = ("000000111", "000011011", "000011100", "000101101")
"""bits of the squares, row by row, 1 white: upper left, upper right, lower right, lower left"""
PATCH_MM, PATCH_FROM_MM, PATCH_STEP_MM, PATCH_AT_MM = 4.4, 12.1, 5.48, 2.6
RING_MM = (1.6, 4.6)
"""the band of bare paper around the window, from its edge outwards, on which the light is read"""
SCALE_MM = 50.0

GREYS = (
    (235, 235, 235),
    (200, 200, 200),
    (160, 160, 160),
    (120, 120, 120),
    (80, 80, 80),
    (40, 40, 40),
)
SKINS = ((244, 222, 208), (230, 195, 170), (205, 160, 130), (170, 120, 90), (120, 80, 55), (75, 50, 38))
HUES = ((200, 80, 80), (90, 150, 90), (90, 110, 180), (220, 190, 80), (150, 100, 150), (90, 170, 180))


@dataclass(frozen=True)
class Patch:
    """A square of one colour: its upper left corner and what is printed, sRGB 0-255 on paper that is 255."""

    x_mm: float
    y_mm: float
    srgb: tuple[int, int, int]

    @property
    def grey(self) -> bool:
        """Whether it has no hue."""
        return len(set(self.srgb)) == 1


def patches() -> tuple[Patch, ...]:
    """All patches: greys above and below (in the other order), skin tones at the left, hues at the right."""
    far = SIDE_MM - PATCH_AT_MM - PATCH_MM
    steps = [PATCH_FROM_MM + PATCH_STEP_MM * k for k in range(len(GREYS))]
    return (
        *(Patch(at, PATCH_AT_MM, srgb) for at, srgb in zip(steps, GREYS, strict=True)),
        *(Patch(at, far, srgb) for at, srgb in zip(steps, reversed(GREYS), strict=True)),
        *(Patch(PATCH_AT_MM, at, srgb) for at, srgb in zip(steps, SKINS, strict=True)),
        *(Patch(far, at, srgb) for at, srgb in zip(steps, HUES, strict=True)),
    )


def squares() -> tuple[tuple[float, float], ...]:
    """Upper left corners of the four squares, in the order of `CODES`."""
    far = SIDE_MM - SQUARE_AT_MM - SQUARE_MM
    return (SQUARE_AT_MM, SQUARE_AT_MM), (far, SQUARE_AT_MM), (far, far), (SQUARE_AT_MM, far)


def square_corners() -> tuple[tuple[float, float], ...]:
    """The sixteen corners of the squares, each clockwise from its upper left one."""
    side = SQUARE_MM
    return tuple(
        (x + dx, y + dy)
        for x, y in squares()
        for dx, dy in ((0.0, 0.0), (side, 0.0), (side, side), (0.0, side))
    )


def white_modules() -> tuple[tuple[float, float], ...]:
    """Upper left corners of the white bits inside the squares."""
    module = SQUARE_MM / MODULES
    return tuple(
        (x + module * (1 + k % 3), y + module * (1 + k // 3))
        for (x, y), code in zip(squares(), CODES, strict=True)
        for k, bit in enumerate(code)
        if bit == "1"
    )
