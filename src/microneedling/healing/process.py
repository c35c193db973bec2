"""How a healing process is declared: its named states, and how each of them moves.

A process is text. Every rate is an arithmetic expression over names; the code generator in `tools/` turns the
text into right-hand side, exact Jacobian and sparse elimination, and into the equations of the manual. A name in
an expression is one of

* a state of the same place (`layer`, `epidermis` or `compartment`), of any process;
* a helper of the same place, of this or an earlier process;
* a constant: a number per draw, straight from the registry (`constants`: symbol -> registry key);
* a baseline number of the person, per layer (`layer_baseline`) or per draw (`baseline`), solved in `rest.py`;
* a driver: what care changes over time, one value per segment of the course (`DRIVERS`);
* in a compartment expression also a state of the epidermis, and `papillary_<layer state>`: its papillary mean.

Places: the `epidermis` is the top node of the signal axis, under it lie the dermal `layer`s; a state marked
`diffuses` exchanges with the state of that name in the neighbouring node. The `compartment` (cells of the
epidermis, pigment, relief) listens to both and feeds back into neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LAYER, EPIDERMIS, COMPARTMENT = "layer", "epidermis", "compartment"
PLACES = (EPIDERMIS, LAYER, COMPARTMENT)

# What care changes over the course; 1 (or 0 for `uv` and what tells of channels) when nothing is done.
DRIVERS: dict[str, str] = {
    "channels_per_mm2": "density of the channels of the latest session (1/mm2)",
    "channel_depth_mm": "median reach of the channels of the latest session (mm)",
    "inflammation_gain": "multiplies cytokine release (anti-inflammatory: below 1)",
    "collagen_gain": "multiplies induced collagen synthesis (vitamin C: above 1)",
    "synthesis_gain": "multiplies standing synthesis of collagen I (retinoid: above 1)",
    "collagenase_gain": "multiplies collagenolytic activity (retinoid: below 1)",
    "melanin_gain": "multiplies melanocyte activation (tranexamic acid: below 1)",
    "barrier_gain": "multiplies the speed of barrier repair, and part of the closing of mouths (occlusion: below 1)",
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


@dataclass(frozen=True)
class Process:
    """One healing process as text; see the module's docstring for what names may stand in an expression."""

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
