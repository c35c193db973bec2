"""Many people at one site, as arrays: what the equations read of a `Person`, one person a draw.

`People` answers to the same names as `Person` (`age_year`, `photoageing`, `sex`, `phototype`, `smoker`, `diabetic`,
`site`, `on_face`), so every equation that takes one person takes a batch: numbers broadcast, categories are looked
up with `Values.by`. A batch shares its site; batches of other sites are runs of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .person import Person
from .sites import FACE


@dataclass(frozen=True)
class People:
    """People of one site; every array has shape (draw,)."""

    site: str
    age_year: np.ndarray
    photoageing: np.ndarray
    sex: np.ndarray
    phototype: np.ndarray
    smoker: np.ndarray
    diabetic: np.ndarray

    @property
    def count(self) -> int:
        """Number of people, one a draw."""
        return len(self.age_year)

    @property
    def had_dark_marks(self) -> bool:
        """Nobody's history of hyperpigmentation is known of a batch."""
        return False

    @property
    def on_face(self) -> bool:
        """Whether their common site belongs to the face."""
        return self.site in FACE

    @classmethod
    def of(cls, person: Person, count: int) -> People:
        """`count` copies of one person, whose sun damage is given."""
        assert person.photoageing is not None
        return cls(
            site=person.site,
            age_year=np.full(count, float(person.age_year)),
            photoageing=np.full(count, float(person.photoageing)),
            sex=np.full(count, person.sex),
            phototype=np.full(count, person.phototype),
            smoker=np.full(count, person.smoker),
            diabetic=np.full(count, person.diabetic),
        )

    def repeated(self, times: int) -> People:
        """Everybody `times` times in a row: p0 p0 ... p1 p1 ..."""
        return self._map(lambda array: np.repeat(array, times))

    def tiled(self, times: int) -> People:
        """The whole batch `times` times: p0 p1 ... p0 p1 ..."""
        return self._map(lambda array: np.tile(array, times))

    def subset(self, keep: np.ndarray) -> People:
        """The people that a mask or index picks."""
        return self._map(lambda array: array[keep])

    def _map(self, change: Callable[[np.ndarray], np.ndarray]) -> People:
        arrays = {name: change(value) for name, value in vars(self).items() if name != "site"}
        return People(site=self.site, **arrays)


Somebody = Person | People  # what an equation takes: one person, or one person a draw
