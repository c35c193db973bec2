"""Pictures for the demonstration, drawn by a rule: a patch of skin under light from the side; nobody's skin."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE, EDGE = (368, 278), 4
TONES = {
    "I": (236, 205, 188),
    "II": (226, 190, 168),
    "III": (206, 165, 138),
    "IV": (172, 127, 98),
    "V": (126, 88, 66),
}


def patch(number: int, phototype: str, depth: float) -> dict[str, Any]:
    """A patch of skin with lines so deep (1: as at the start), as the photographs of a client are handed in.

    The same number draws the same lines, so that two days can be laid over each other.
    """
    chance = random.Random(number)
    tone = TONES.get(phototype, TONES["III"])
    skin = Image.merge("RGB", [Image.new("L", SIZE, value) for value in tone])
    relief = _pores(chance)
    _lines(relief, chance, depth)
    relief = relief.filter(ImageFilter.GaussianBlur(1.6))
    # what lies lower is darker on the side of the light and lighter beyond it, as under a lamp beside the skin
    light = ImageChops.subtract(relief, ImageChops.offset(relief, 3, 2), scale=0.7, offset=128)
    shade = Image.merge("RGB", [light] * 3)
    lit = ImageChops.add(skin, shade, scale=1.0, offset=-128)
    lit = lit.crop((EDGE, EDGE, SIZE[0] - EDGE, SIZE[1] - EDGE))  # the light wraps round there
    written = io.BytesIO()
    lit.save(written, "JPEG", quality=82)
    size = written.tell()
    written.seek(0)
    return {"upload": written, "size": size}


def _pores(chance: random.Random) -> Image.Image:
    """A ground that is nowhere quite even."""
    small = Image.new("L", (SIZE[0] // 3, SIZE[1] // 3))
    small.putdata([int(chance.gauss(128, 16)) for _ in range(small.width * small.height)])
    return small.resize(SIZE, Image.Resampling.BICUBIC)


def _lines(relief: Image.Image, chance: random.Random, depth: float) -> None:
    """Lines that run across, each bent a little."""
    draw, (width, height) = ImageDraw.Draw(relief), SIZE
    for line in range(6):
        y, rises = height * (line + 0.7) / 6.4, chance.uniform(-0.12, 0.12)
        begin, end = chance.uniform(0, 0.2) * width, chance.uniform(0.75, 1.0) * width
        dark = max(0, int(128 - chance.uniform(110, 128) * depth))
        points = []
        for step in range(13):
            x = begin + (end - begin) * step / 12
            points.append((x, y + rises * (x - begin) + chance.uniform(-2.5, 2.5)))
        draw.line(points, fill=dark, width=5, joint="curve")
