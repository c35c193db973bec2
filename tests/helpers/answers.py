"""One small result of every public question, made once: what all results promise is tested on them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import microneedling
from helpers.source_files import ROOT
from microneedling.answers.answer import Answer

DRAWS = 24
EXAMPLES = ROOT / "examples"
SCRIPT = "<script>alert(1)</script>"


@cache
def forecast() -> microneedling.Forecast:
    """The forecast of the first example, its title an attack on a notebook."""
    course = microneedling.load_course(EXAMPLES / "acne_scars_cheek.toml")
    return microneedling.simulate(course.model_copy(update={"title": SCRIPT}), draws=DRAWS)


MADE: dict[str, Callable[[], Answer]] = {"forecast": forecast}
