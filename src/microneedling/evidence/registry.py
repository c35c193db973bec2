"""The registry: one entry per number, with unit, range, prior, grade and source.

Entries live in `parameters/<group>.toml`; an entry `[x_per_day]` in `inflammation.toml` has the key
`inflammation.x_per_day`. Tables may nest once more for a number that differs by category
(`skin.dermis_thickness_mm.cheek`). Code never repeats a value: it asks `Values` for it, and `Values`
remembers what was asked, so that a result can say which numbers it rests on.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError, Mistake, did_you_mean
from .former_names import former
from .formula import evaluate, names_in

if TYPE_CHECKING:
    import numpy as np

    from .posterior import Posterior

FOLDER = Path(__file__).parent / "parameters"
GRADES = ("measured", "derived", "calibrated", "elicited", "assumed")
PRIORS = ("lognormal", "normal", "logit", "uniform", "fixed")
SEEN = ("read", "read2", "memory", "none")


@dataclass(frozen=True)
class Entry:
    """One number. `range` is its 95 % interval; `value` its median; `formula` makes it from other entries."""

    key: str
    unit: str
    grade: str
    about: str
    value: float | None = None
    formula: str | None = None
    range: tuple[float, float] | None = None
    prior: str = "lognormal"
    sources: tuple[str, ...] = ()
    where: str = ""
    seen: str = "none"
    subject: str = ""

    @property
    def group(self) -> str:
        return self.key.split(".", 1)[0]

    def quantile(self, z: np.ndarray) -> np.ndarray:
        """The prior's value at standard-normal score `z`; halves may differ so that `value` is the median.

        lognormal: value * exp(s z), normal: value + s z, logit: the same on log(p/(1-p)), each with its own
        s below and above the median taken from the 95 % range (|z| = 1.96); uniform: between its ends.
        """
        import numpy as np

        z = np.asarray(z, float)
        if self.prior == "fixed" or self.range is None:
            return np.full(z.shape, float(self.value or 0.0))
        low, high = self.range
        if self.prior == "uniform":
            from scipy.special import ndtr

            return low + (high - low) * ndtr(z)
        to, back = _SCALES[self.prior]
        middle = to(self.value)
        slope = np.where(z < 0, middle - to(low), to(high) - middle) / 1.959963984540054
        return back(middle + slope * z)


def _scales() -> dict[str, tuple[Any, Any]]:
    import math

    def exp(x):
        import numpy as np

        return np.exp(x)

    return {
        "lognormal": (lambda x: math.log(x), exp),
        "normal": (lambda x: float(x), lambda x: x),
        "logit": (lambda x: math.log(x / (1 - x)), lambda x: 1 / (1 + exp(-x))),
    }


_SCALES = _scales()


class Registry(Mapping[str, Entry]):
    """All entries, by key. `priors` are the entries before any data, where a calibration has changed some."""

    def __init__(
        self,
        entries: Mapping[str, Entry],
        priors: Registry | None = None,
        posterior: Callable[[], Posterior | None] | None = None,
    ):
        self._entries = dict(entries)
        self.priors = priors if priors is not None else self
        self._posterior = posterior

    def __getitem__(self, key: str) -> Entry:
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all entries, so that a result names the numbers it was made with."""
        import hashlib

        text = "\n".join(repr(self[key]) for key in sorted(self))
        return hashlib.sha256(text.encode()).hexdigest()

    def nominal(self) -> Values:
        """Every number at its prior median, as arrays of shape (1,): the middle that was set by hand.

        Not the posterior medians: each is that of one number alone, and together they are no draw of anything.
        """
        import numpy as np

        middles = {key: np.full(1, e.value) for key, e in self.priors.items() if e.value is not None}
        return Values(self, middles, 1)

    def draws(self, count: int, seed: int) -> Values:
        """`count` draws: calibrated numbers jointly from their posterior, the others from their priors.

        Each number that is drawn alone has its own named stream (common random numbers), that of its first name.
        """
        import numpy as np

        from ..streams import generator

        posterior = self._posterior() if self._posterior else None
        scores = posterior.scores(count, seed) if posterior else {}
        values = {}
        for key, entry in self.items():
            if entry.value is None:
                continue
            if key in scores:
                values[key] = self.priors[key].quantile(scores[key])
            elif entry.prior == "fixed" or entry.range is None:
                values[key] = np.full(count, entry.value)
            else:
                values[key] = entry.quantile(generator(seed, "prior", former(key)).standard_normal(count))
        return Values(self, values, count)


@dataclass
class Values:
    """The numbers of one computation, each an array of shape (draw,). Asking for one marks it as used."""

    registry: Registry
    values: dict[str, np.ndarray]
    count: int
    used: set[str] = field(default_factory=set)

    def __getitem__(self, key: str) -> np.ndarray:
        self.used.add(key)
        if key not in self.values:
            entry = self.registry[key]
            if entry.formula is None:
                raise KeyError(f"{key} has neither value nor formula")
            self.values[key] = evaluate(entry.formula, {name: self[name] for name in names_in(entry.formula)})
        return self.values[key]

    def __contains__(self, key: str) -> bool:
        return key in self.registry

    def by(self, name: str, category: Any) -> np.ndarray:
        """The number `name.<category>`, (draw,); with an array of categories (draw,), each draw its own."""
        import numpy as np

        if isinstance(category, str):
            return self[f"{name}.{category}"]
        found = np.empty(self.count)
        for one in np.unique(category):
            here = category == one
            found[here] = self[f"{name}.{one}"][here]
        return found

    def with_values(self, changes: Mapping[str, Any]) -> Values:
        """A copy in which the numbers named take the values given (scalars or arrays of shape (draw,))."""
        import numpy as np

        unknown = [key for key in changes if key not in self.registry]
        if unknown:
            raise KeyError(f"not in the registry: {', '.join(unknown)}")
        values = {key: v for key, v in self.values.items() if self.registry[key].formula is None}
        values.update(
            {key: np.broadcast_to(np.asarray(v, float), (self.count,)) for key, v in changes.items()}
        )
        return Values(self.registry, values, self.count)

    def stacked(self, changes: Sequence[Mapping[str, float]]) -> Values:
        """Many variants of one nominal set along the draw axis: draw i takes the numbers of `changes[i]`."""
        import numpy as np

        if self.count != 1:
            raise ValueError(f"only one set of numbers can be varied; this one has {self.count} draws")
        unknown = {key for change in changes for key in change if key not in self.registry}
        if unknown:
            raise KeyError(f"not in the registry: {', '.join(sorted(unknown))}")
        count = len(changes)
        values = {
            key: np.repeat(np.asarray(v, float), count)
            for key, v in self.values.items()
            if self.registry[key].formula is None
        }
        made = []
        for index, change in enumerate(changes):
            for key, value in change.items():
                if key in values:
                    values[key][index] = value
                else:
                    made.append((key, index, value))
        stack = Values(self.registry, values, count)
        for key, index, value in made:  # numbers made by a formula, here set by hand for one draw
            stack.values[key] = np.array(stack[key], float)
            stack.values[key][index] = value
        stack.used.clear()
        return stack

    def repeated(self, times: int) -> Values:
        """Every draw `times` times in a row: d0 d0 ... d1 d1 ..."""
        import numpy as np

        values = {key: np.repeat(v, times) for key, v in self.values.items()}
        return Values(self.registry, values, self.count * times)

    def subset(self, keep: np.ndarray) -> Values:
        """The same numbers for the draws that `keep` (bool, shape (draw,)) marks."""
        values = {key: v[keep] for key, v in self.values.items()}
        return Values(self.registry, values, int(keep.sum()), set(self.used))


_KINDS: dict[str, tuple[type, ...]] = {
    "value": (int, float),
    "range": (list,),
    "sources": (list,),
    **{name: (str,) for name in ("unit", "grade", "about", "formula", "prior", "where", "seen", "subject")},
}
_NEEDED = ("unit", "grade", "about")


def _entries(
    group: str, table: Mapping[str, Any], mistakes: list[Mistake], prefix: str = "", depth: int = 0
) -> Iterator[Entry]:
    """Entries of one file. A table without a unit, and with tables in it, holds one entry per category."""
    for name, body in table.items():
        key = f"{prefix}{name}"
        path = f"{group}.{key}"
        if not isinstance(body, dict):
            mistakes.append(Mistake(path, repr(body), "a table [name] with the fields of one number"))
        elif depth == 0 and "unit" not in body and body and all(isinstance(v, dict) for v in body.values()):
            yield from _entries(group, body, mistakes, f"{key}.", depth + 1)
        elif found := _misread(path, body):
            mistakes += found
        else:
            fields: dict[str, Any] = dict(body)
            if "value" in fields:
                fields["value"] = float(fields["value"])
            if "range" in fields:
                fields["range"] = tuple(float(x) for x in fields["range"])
            if "sources" in fields:
                fields["sources"] = tuple(fields["sources"])
            yield Entry(key=path, **fields)


def _misread(path: str, body: Mapping[str, Any]) -> list[Mistake]:
    """What keeps a table from being read as an entry: field names, types, a missing number."""
    found = []
    for name, value in body.items():
        if name not in _KINDS:
            hint = did_you_mean(name, _KINDS)
            found.append(Mistake(f"{path}.{name}", "an unknown field", ", ".join(_KINDS), hint))
        elif not isinstance(value, _KINDS[name]) or isinstance(value, bool):
            found.append(
                Mistake(f"{path}.{name}", repr(value), " or ".join(k.__name__ for k in _KINDS[name]))
            )
        elif name == "range" and not (len(value) == 2 and all(type(x) in (int, float) for x in value)):
            found.append(Mistake(f"{path}.range", repr(value), "two numbers [low, high]"))
        elif name == "sources" and not all(isinstance(x, str) for x in value):
            found.append(Mistake(f"{path}.sources", repr(value), "a list of keys of sources.bib"))
    found += [Mistake(path, f"no {name}", f"{name} = ...") for name in _NEEDED if name not in body]
    if ("value" in body) == ("formula" in body):
        both = "both value and formula" if "value" in body else "neither value nor formula"
        found.append(Mistake(path, both, "value = ... or formula = ..., never both"))
    return found


def read_folder(folder: Path = FOLDER, files: str = "*.toml") -> Registry:
    """All entries of the parameter files of a folder; raises InputError naming all that cannot be read.

    `files` narrows the reading to some groups (`"practice.toml"`), for what must answer at once.
    """
    entries: dict[str, Entry] = {}
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob(files)):
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            mistakes.append(Mistake(path.name, f"no valid TOML ({error})", "TOML"))
            continue
        entries.update((entry.key, entry) for entry in _entries(path.stem, table, mistakes))
    if mistakes:
        raise InputError(f"registry {folder.name}/", mistakes)
    return Registry(entries)


@cache
def priors() -> Registry:
    """The registry before any calibration, read once."""
    return read_folder()


@cache
def registry() -> Registry:
    """The registry as shipped: the priors, with what the calibration learnt in its place."""
    from .posterior import calibrated_entries, shipped

    before = priors()
    return Registry({**before, **calibrated_entries(before)}, before, shipped)
