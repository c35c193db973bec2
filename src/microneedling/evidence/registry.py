"""The registry: one entry per number, with unit, range, prior, grade and source.

Entries live in `parameters/<group>.toml`; an entry `[x_per_day]` in `inflammation.toml` has the key
`inflammation.x_per_day`. Tables may nest once more for a number that differs by category
(`skin.dermis_thickness_mm.cheek`). Code never repeats a value: it reads it from `Values`, and `Values`
remembers what was read, so that a result can say which numbers it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from ..streams import generator
from .entry import Entry
from .former_names import former, hint_for
from .formula import evaluate, names_in
from .parameter_files import read_folder
from .posterior import Posterior, calibrated_entries, shipped

if TYPE_CHECKING:
    import numpy as np


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

    def __repr__(self) -> str:
        return (
            f"<Registry: {len(self)} numbers; registry()[KEY] shows one, fingerprint {self.fingerprint[:12]}>"
        )

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

    def middle(self) -> Values:
        """Every number at the median of what `draws` draws, the posterior's where one was learnt; arrays of shape (1,).

        No draw of anything, but the run beside which an interval of the draws can stand.
        """
        import numpy as np

        posterior = self._posterior() if self._posterior else None
        names = posterior.names if posterior else ()
        scores = dict(zip(names, np.median(posterior.z, axis=0), strict=True)) if posterior else {}
        middles = {key: np.full(1, e.value) for key, e in self.priors.items() if e.value is not None}
        for key, score in scores.items():
            if key in middles:
                middles[key] = self.priors[key].quantile(np.full(1, float(score)))
        return Values(self, middles, 1)

    def draws(self, count: int, seed: int) -> Values:
        """`count` draws: calibrated numbers jointly from their posterior, the others from their priors.

        Each number that is drawn alone has its own named stream (common random numbers), that of its first name.
        """
        import numpy as np

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
    """The numbers of one computation, each an array of shape (draw,). Reading one marks it as used."""

    registry: Registry
    values: dict[str, np.ndarray]
    count: int
    used: set[str] = field(default_factory=set)

    def __repr__(self) -> str:
        return f"<Values: {self.count} draws of {len(self.values)} numbers, {len(self.used)} of them read>"

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
        """A copy in which the numbers named take the values given (scalars or arrays of shape (draw,)).

        Numbers made by formulas follow. Raises `KeyError` naming what is not in the registry.
        """
        import numpy as np

        unknown = [key for key in changes if key not in self.registry]
        if unknown:
            raise KeyError(_not_there(unknown, self.registry))
        values = {key: v for key, v in self.values.items() if self.registry[key].formula is None}
        values.update(
            {key: np.broadcast_to(np.asarray(v, float), (self.count,)) for key, v in changes.items()}
        )
        return Values(self.registry, values, self.count)

    def stacked(self, changes: Sequence[Mapping[str, float]]) -> Values:
        """Many variants of one nominal set along the draw axis: draw i takes the numbers of `changes[i]`.

        Raises `ValueError` on more than one set, `KeyError` naming what is not in the registry.
        """
        import numpy as np

        if self.count != 1:
            raise ValueError(f"only one set of numbers can be varied; this one has {self.count} draws")
        unknown = {key for change in changes for key in change if key not in self.registry}
        if unknown:
            raise KeyError(_not_there(sorted(unknown), self.registry))
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


def _not_there(names: Sequence[str], book: Registry) -> str:
    told = (f"{name} ({hint})" if (hint := hint_for(name, book)) else name for name in names)
    return f"not in the registry: {', '.join(told)}"


@cache
def priors() -> Registry:
    """The registry before any calibration, read once."""
    return Registry(read_folder())


@cache
def registry() -> Registry:
    """The registry as shipped: priors, replaced by the posterior where the calibration learnt something.

    >>> from microneedling import registry
    >>> registry()["turnover.closure_speed_mm_per_day"].grade
    'calibrated'
    """
    before = priors()
    return Registry({**before, **calibrated_entries(before)}, before, shipped)
