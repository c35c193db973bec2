"""Comparisons within studies as judged: what each found, what was foretold, and whether the mechanism adds anything.

Read from the results file and written to it; `within_studies` computes them. Loads without NumPy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..answers.brief import brief
from ..phrases import fixed, plural
from .judged import LEFT_OUT

MODEL, NONE, USUAL = "model", "no_difference", "as_the_family"
FORECASTS = (MODEL, NONE, USUAL)
OTHERS = {NONE: '"no difference"', USUAL: "what such comparisons found in other studies"}
"""The forecasts beside the model: key of their score -> words."""
NO_DIFFERENCE = "no difference"
SIGNIFICANT = 1.96  # standard errors beyond which a study calls a difference found
FOUND = ("a", NO_DIFFERENCE, "b")


@dataclass(frozen=True)
class JudgedContrast:
    """One comparison of sides a and b of a study: what was found ("a": a more, "b": b more), and what was foretold.

    `difference` b - a as reported and the predicted `quantiles` ("0.1", "0.5", "0.9", sampling error included) are on
    the axis of the kind of reading (`reference.axes`), above 0 where b is more; None where only the finding was told.
    `chances` of a, no difference and b, the ranked probability scores `rps` (0 best, 2 worst) and `crps` are by
    forecast: the model's, "no difference", and as such comparisons come out in other studies.
    """

    id: str
    study: str
    about: str
    reading: str
    a: str
    b: str
    rows: tuple[str, ...]
    note: str
    how: str
    found: str
    difference: float | None
    quantiles: Mapping[str, float]
    chances: Mapping[str, tuple[float, float, float]]
    rps: Mapping[str, float]
    crps: Mapping[str, float] | None

    @property
    def likeliest(self) -> str:
        """What the model holds likeliest."""
        chances = self.chances[MODEL]
        return FOUND[chances.index(max(chances))]

    @property
    def missed(self) -> bool:
        """Whether something else was found than the model holds likeliest."""
        return self.likeliest != self.found

    @property
    def left_out(self) -> bool:
        """Whether its study had taught the model and was left out for it; else it never taught it."""
        return self.how == LEFT_OUT

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> JudgedContrast:
        """A comparison as the results file has it."""
        chances = {
            name: (each["a"], each["no difference"], each["b"]) for name, each in table["chances"].items()
        }
        return cls(**{**table, "rows": tuple(table["rows"]), "chances": chances})

    def to_json(self) -> dict[str, Any]:
        """The comparison as the results file has it."""
        table = {name: getattr(self, name) for name in self.__dataclass_fields__}
        chances = {name: dict(zip(FOUND, each, strict=True)) for name, each in self.chances.items()}
        return table | {"rows": list(self.rows), "chances": chances}


@dataclass(frozen=True)
class WithinStudies:
    """All comparisons and how the forecasts of them scored, one vote a study.

    `rps` maps each forecast to its mean ranked probability score; `versus` each forecast beside the model to the
    difference of the model's score from it (mean, low, high of a 95 % interval over studies resampled; below 0 the
    model is better); `slope` of reported on predicted differences (value, low, high).
    """

    __repr__ = brief

    contrasts: tuple[JudgedContrast, ...]
    rps: Mapping[str, float]
    versus: Mapping[str, Mapping[str, float | None]]
    slope: Mapping[str, float | None]

    @property
    def studies(self) -> int:
        """How many studies the comparisons come from."""
        return len({item.study for item in self.contrasts})

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> WithinStudies:
        """Comparisons as the results file has them."""
        contrasts = tuple(map(JudgedContrast.from_json, table["contrasts"]))
        return cls(contrasts, table["rps"], table["versus"], table["slope"])

    def to_json(self) -> dict[str, Any]:
        """Comparisons as the results file has them, misses first."""
        return {
            "studies": self.studies,
            "rps": dict(self.rps),
            "versus": {name: dict(each) for name, each in self.versus.items()},
            "slope": dict(self.slope),
            "contrasts": [item.to_json() for item in self.contrasts],
        }

    def verdict(self) -> str:
        """Whether the mechanism adds anything within studies, and how much."""
        counts = f"{len(self.contrasts)} comparisons of {plural(self.studies, 'study')}, one vote each study"
        against = "; ".join(
            f"{fixed(self.rps[name])} for {words} ({difference_words(self.versus[name])})"
            for name, words in OTHERS.items()
        )
        right = sum(not item.missed for item in self.contrasts)
        return (
            f"{self._head()}: over {counts}, its ranked probability score is {fixed(self.rps[MODEL])}, lower better, "
            f"against {against}. What it held likeliest was found in {right} of {len(self.contrasts)}."
        )

    def in_short(self) -> str:
        """The same on two lines."""
        against = " and ".join(f"{fixed(self.rps[name])} for {words}" for name, words in OTHERS.items())
        return f"Within studies: score {fixed(self.rps[MODEL])} against {against} ({len(self.contrasts)} comparisons)."

    def _head(self) -> str:
        none, usual = (standing(self.versus[name]) for name in (NONE, USUAL))
        if none == usual == "better":
            return "Within studies the mechanism adds something"
        if usual == "worse":
            return "Within studies the mechanism adds nothing: what other studies found foretells more"
        if none == "worse":
            return "Within studies the mechanism adds nothing: saying that sides do not differ foretells more"
        if none == "better":
            return (
                "Within studies the mechanism tells more than that sides do not differ, but adds no more than chance "
                "to what such comparisons found in other studies"
            )
        return "Within studies the mechanism adds no more than chance would"


def standing(difference: Mapping[str, float | None]) -> str:
    """`better` or `worse` where the whole interval of a difference of scores says so, else `no more than chance`."""
    low, high = difference["low"], difference["high"]
    if low is None or high is None:
        return "too few studies to tell"
    return "better" if high < 0 else "worse" if low > 0 else "no more than chance"


def difference_words(difference: Mapping[str, float | None]) -> str:
    """`-0.10 [95 % -0.18 .. -0.02], better`."""
    mean, low, high = (difference[key] for key in ("mean", "low", "high"))
    if mean is None or low is None or high is None:
        return "too few studies to tell"
    sure = {"better": "the model better", "worse": "the model worse"}.get(standing(difference))
    return f"difference {fixed(mean)} [95 % {fixed(low)} .. {fixed(high)}], {sure or standing(difference)}"


def misses_first(items: Iterable[JudgedContrast]) -> list[JudgedContrast]:
    """Those that the model held least likely in front; comparisons it got right after them, worst score first."""
    return sorted(items, key=lambda item: (not item.missed, -item.rps[MODEL]))


def finding_words(item: JudgedContrast) -> str:
    """What a comparison found: `no difference`, or which side had more, and by how much where numbers say it."""
    found = item.found if item.found == NO_DIFFERENCE else f"more in {item.found}"
    return found if item.difference is None else f"{found} ({fixed(item.difference)})"


def chance_cells(chances: tuple[float, float, float]) -> str:
    """The three chances in whole percent: `10 / 70 / 20`."""
    return " / ".join(f"{100 * chance:.0f}" for chance in chances)
