"""How a healing process is declared: its named states, and how each of them moves.

A process is text, and its equations stand nowhere else. Every rate is an arithmetic expression over names; the code
generator in `tools/` turns the text into right-hand side, exact Jacobian, sparse elimination and adjoint, and the pages
of the manual render it. A name in an expression is one of

* a state of the same place (`layer`, `epidermis` or `compartment`), of any process;
* a helper of the same place, of this or an earlier process;
* a constant: a number per draw, straight from the registry (`constants`: symbol -> registry key);
* a baseline number of the person, per layer (`layer_baseline`) or per draw (`baseline`), solved in `baseline.py` and
  described in `baseline_names.py`;
* a driver: what adjuncts change over time, one value per segment of the course (`DRIVERS`);
* in an expression of the compartment also a state of the epidermis, and `papillary_<layer state>`: its papillary mean.

Places: the `epidermis` is the top node of the signal axis, under it lie the dermal `layer`s; a state marked
`diffuses` exchanges with the state of that name in the neighbouring node. The epidermal `compartment` (cells of the
epidermis, pigment, surface topography) listens to both and feeds back into neither.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

LAYER, EPIDERMIS, COMPARTMENT = "layer", "epidermis", "compartment"
PLACES = (EPIDERMIS, LAYER, COMPARTMENT)
PLACE_TITLES = {
    EPIDERMIS: "the epidermis",
    LAYER: "each dermal layer",
    COMPARTMENT: "the epidermal compartment",
}

# What adjuncts change over the course; 1 (or 0 for `uv` and what tells of channels) when nothing is done.
DRIVERS: dict[str, str] = {
    "channels_per_mm2": "density of the channels of the latest session (1/mm2)",
    "inflammation_gain": "multiplies cytokine release (anti-inflammatory: below 1)",
    "collagen_gain": "multiplies induced collagen synthesis (vitamin C: above 1)",
    "synthesis_gain": "multiplies standing synthesis of collagen I where sun damage is severe (retinoid: above 1)",
    "collagenase_gain": "multiplies collagenase that wounds and light induce (retinoid: below 1)",
    "melanin_gain": "multiplies melanocyte activation (tranexamic acid: below 1)",
    "barrier_gain": "multiplies the speed at which mouths close (wrap: below 1)",
    "plugging": "multiplies the drying of plugs in mouths (wrap: 0)",
    "uv": "unprotected daily sun, 0 none .. 1 full",
}


@dataclass(frozen=True)
class State:
    """One named state: where it lives, its unit, what it is."""

    name: str
    place: str
    unit: str
    about: str
    diffuses: str = ""  # name of the signal whose diffusivity it uses: cytokine, platelet_signal, tgf


@dataclass(frozen=True, repr=False)
class Process:
    """One healing process as text; see the module's docstring for what names may stand in an expression.

    `help(process)` and `print(process)` show its equations, rendered from the text.
    """

    name: str
    about: str
    states: tuple[State, ...]
    rates: Mapping[str, str]
    helpers: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict
    )  # place -> name -> expression, in order
    constants: Mapping[str, str] = field(default_factory=dict)
    layer_baseline: tuple[str, ...] = ()
    baseline: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "__doc__", str(self))

    def __repr__(self) -> str:
        return f"<Process {self.name}: {', '.join(state.name for state in self.states)}>"

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def rates_of(self, place: str) -> dict[str, str]:
        """State name -> expression (1/day), for the states of this process in a place, in their order."""
        return {
            state.name: self.rates[state.name] for state in self.states_of(place) if state.name in self.rates
        }

    def states_of(self, place: str) -> tuple[State, ...]:
        """The states of this process in a place."""
        return tuple(state for state in self.states if state.place == place)

    def equations(self) -> tuple[str, ...]:
        """Every helper (`room = ...`) and rate (`d type3/dt = ...`, per day) on one line, place by place.

        `diffusion(x)` stands for the exchange of a signal with the neighbouring nodes.
        """
        return tuple(line for place in PLACES for line in self._equations_of(place))

    def _equations_of(self, place: str) -> Iterator[str]:
        for name, text in self.helpers.get(place, {}).items():
            yield f"{name} = {' '.join(text.split())}"
        diffusing = {state.name for state in self.states if state.diffuses}
        for name, text in self.rates_of(place).items():
            flow = f" + diffusion({name})" if name in diffusing else ""
            yield f"d {name}/dt = {' '.join(text.split())}{flow}"

    def _lines(self) -> Iterator[str]:
        yield f"{self.name}: {self.about}"
        yield from ("", "States:")
        for state in self.states:
            yield f"    {state.name} [{state.unit}, {state.place}]: {state.about}"
        for place in PLACES:
            lines = list(self._equations_of(place))
            if lines:
                yield from ("", f"In {PLACE_TITLES[place]}, time in days:")
            for line in lines:
                yield textwrap.fill(
                    line, 118, initial_indent="    ", subsequent_indent="        ", break_long_words=False
                )
