"""What every result of a public function shares. A result says its card, its rows and its figure; the rest follows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Literal

from .axes import new_axes
from .card import Card
from .frames import frame

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row = dict[str, Any]


class Answer(ABC):
    """Base of the results: `summary()`, `to_json()`, `to_frame()`, `plot()`, and how a notebook shows them."""

    @abstractmethod
    def card(self) -> Card:
        """Title, the answer, a small table, how much of it is known."""

    @abstractmethod
    def tidy(self) -> list[Row]:
        """The answer as tidy rows: one a thing and time, each number with its unit."""

    @abstractmethod
    def draw(self, ax: Axes) -> None:
        """Draw the answer's figure into axes."""

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """The answer as one JSON object, as the command line prints it with --json."""

    def summary(self) -> str:
        """About a dozen lines: the answer first, which way is better, how much of it is known."""
        return self.card().text()

    def to_frame(self, library: Literal["pandas", "polars"] | None = None) -> Any:
        """The tidy rows as a data frame: of pandas where it is installed, else of polars, or of the one named.

        Raises `InputError` where neither is there, with the command that installs one.
        """
        return frame(self.tidy(), library)

    def plot(self, ax: Axes | None = None) -> Axes:
        """The answer's figure, in these axes or in new ones; the axes. Needs matplotlib.

        Raises `InputError` where matplotlib is not there, with the command that installs it.
        """
        ax = new_axes() if ax is None else ax
        self.draw(ax)
        return ax

    def __repr__(self) -> str:
        return self.card().line(type(self).__name__)

    def _repr_html_(self) -> str:
        return self.card().html()
