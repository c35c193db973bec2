"""One Rodas4 step of one thread's draw, its dense output, and the way of numbers into and out of its stretch of `w`.

    (1/(gamma h) - J) K_i = f(y + sum_j a_ij K_j) + sum_j c_ij K_j / h,    y_new = last point + K_6

as in `rodas`, in turns: the signals of one stage over all nodes, then node by node all that is left of that stage, its
point, and the right-hand side of the next, so that a layer's numbers are fetched once a turn. The first two stages make
room for the two vectors of the dense output, the third for a state read from it.
"""

from __future__ import annotations

import math

import numpy as np

from .. import rodas
from ..generated.cuda import (
    compartment_backward,
    compartment_factor,
    compartment_forward,
    compartment_hears,
    compartment_jacobian_listening,
    compartment_rates,
    epidermis_backward,
    epidermis_factor,
    epidermis_forward,
    epidermis_rates,
    layer_backward,
    layer_factor,
    layer_forward,
    layer_rates,
)
from . import layout as places
from .linear import (
    add_rates_of_stages,
    exchange_of_epidermis,
    exchange_of_layer,
    next_point,
    papillary_means,
    pivots,
    sweep,
)

ONE, STAGES, GAMMA, BEND = places.ONE, rodas.STAGES, rodas.GAMMA, rodas.D
SIGNALS, NOTHING = np.uint64(places.SIGNALS), np.uint64(0)


def end_of_layer(w, here, stage):
    """A layer's stage, behind the sweep, and its next point."""
    own = here + places.LAYER_STAGES + np.uint64(stage) * places.NEXT_STAGE
    layer_backward(w, here + places.LU, own)
    k = SIGNALS * ONE  # those of the signals are there
    y, point, stages = here + places.Y + k, here + places.POINT + k, here + places.LAYER_STAGES + k
    next_point(w, y, point, stages, places.NEXT_STAGE, places.LAYER - places.SIGNALS, stage)


def begin_layer(w, at, here, x, above, below, stage, h):
    """A layer's rates at `x`, between its neighbours' vectors; with h > 0 made ready for the sweep."""
    c, d = at + places.TOP_CONSTANTS, at + places.TOP_DRIVERS
    stages = here + places.LAYER_STAGES
    right = stages + np.uint64(stage) * places.NEXT_STAGE
    layer_rates(w, here + x, here + places.BASE, c, d, right)
    exchange_of_layer(w, here + x, above, below, here, right)
    if h > 0.0:
        if stage == 0:
            shift = 1.0 / (GAMMA * h)
            layer_factor(w, here + x, here + places.BASE, c, d, shift, here + places.LU)
        else:
            add_rates_of_stages(w, stages, places.NEXT_STAGE, places.LAYER, stage, h, right)
        layer_forward(w, here + places.LU, right)


def layers_turn(w, at, n, turn, h):
    """In one go over the layers: the stage before this turn ends, that of the turn begins."""
    x = places.Y if turn == 0 else places.POINT
    above = at + (places.TOP_Y if turn == 0 else places.TOP_POINT)
    here = at + places.FIRST_LAYER
    for i in range(n):
        if turn > 0:
            end_of_layer(w, here, turn - 1)
        if turn < STAGES:
            below = here + x + (places.RECORD if i < n - 1 else NOTHING)  # the last couples to nothing below
            begin_layer(w, at, here, x, above, below, turn, h)
        above = here + x
        here += places.RECORD


def end_of_head(w, at, n, stage):
    """The stage of epidermis and compartment, behind that of the layers, and their next point."""
    right = at + places.TOP_STAGES + np.uint64(stage) * places.NEXT_TOP_STAGE
    compartment = right + places.BELOW_EPIDERMIS
    epidermis_backward(w, at + places.TOP_LU, right)
    papillary_means(w, at, n, places.LAYER_STAGES + np.uint64(stage) * places.NEXT_STAGE)
    compartment_hears(w, at + places.LISTENING, right, at + places.MEANS, compartment)
    compartment_forward(w, at + places.COMPARTMENT_LU, compartment)
    compartment_backward(w, at + places.COMPARTMENT_LU, compartment)
    k = SIGNALS * ONE
    y, point, stages = at + places.TOP_Y + k, at + places.TOP_POINT + k, at + places.TOP_STAGES + k
    next_point(w, y, point, stages, places.NEXT_TOP_STAGE, places.TOP - places.SIGNALS, stage)


def begin_head(w, at, n, stage, h):
    """Rates of epidermis and compartment; with h > 0 both factored, the epidermis made ready for the sweep."""
    c, d, means = at + places.TOP_CONSTANTS, at + places.TOP_DRIVERS, at + places.MEANS
    x = places.Y if stage == 0 else places.POINT
    top = at + (places.TOP_Y if stage == 0 else places.TOP_POINT)
    right = at + places.TOP_STAGES + np.uint64(stage) * places.NEXT_TOP_STAGE
    compartment, cut = top + places.BELOW_EPIDERMIS, places.BELOW_EPIDERMIS
    papillary_means(w, at, n, x)
    epidermis_rates(w, top, c, d, right)
    exchange_of_epidermis(w, at, top, at + places.FIRST_LAYER + x, right)
    compartment_rates(w, compartment, top, means, c, d, right + cut)
    if h > 0.0:
        if stage == 0:
            shift = 1.0 / (GAMMA * h)
            epidermis_factor(w, top, c, d, shift, at + places.TOP_LU)
            compartment_factor(w, compartment, top, means, c, d, shift, at + places.COMPARTMENT_LU)
            compartment_jacobian_listening(w, compartment, top, means, c, d, at + places.LISTENING)
        else:
            add_rates_of_stages(w, at + places.TOP_STAGES, places.NEXT_TOP_STAGE, places.TOP, stage, h, right)
        epidermis_forward(w, at + places.TOP_LU, right)


def attempt(w, at, n, h):
    """Stages and the new state, at `point`; h = 0: only the rates, as first stage."""
    for turn in range(STAGES + 1):
        if turn == 1:
            pivots(w, at, n)
        if turn > 0:
            sweep(w, at, n, turn - 1)
        layers_turn(w, at, n, turn, h)
        if turn > 0:
            end_of_head(w, at, n, turn - 1)
        if turn < STAGES:
            begin_head(w, at, n, turn, h)
        if h == 0.0:
            return


def bends(w, stages, to_next, size):
    """The two vectors of the dense output in place of the first two stages."""
    for i in range(size):
        k = stages + np.uint64(i) * ONE
        one, two, three = w[k], w[k + to_next], w[k + to_next + to_next]
        four, five = w[k + to_next + to_next + to_next], w[k + to_next + to_next + to_next + to_next]
        w[k] = (
            BEND[0, 0] * one + BEND[0, 1] * two + BEND[0, 2] * three + BEND[0, 3] * four + BEND[0, 4] * five
        )
        w[k + to_next] = (
            BEND[1, 0] * one + BEND[1, 1] * two + BEND[1, 2] * three + BEND[1, 3] * four + BEND[1, 4] * five
        )


def interpolant(w, at, n):
    """`bends` of every node, after an accepted step."""
    bends(w, at + places.TOP_STAGES, places.NEXT_TOP_STAGE, places.TOP)
    here = at + places.FIRST_LAYER
    for _ in range(n):
        bends(w, here + places.LAYER_STAGES, places.NEXT_STAGE, places.LAYER)
        here += places.RECORD


def between(w, s, y, point, stages, to_next, size):
    """The state at the fraction s of the step, in place of the third stage."""
    left = 1.0 - s
    for i in range(size):
        k = np.uint64(i) * ONE
        at = stages + k
        bend = w[at] + s * w[at + to_next]
        w[at + to_next + to_next] = left * w[y + k] + s * (w[point + k] + left * bend)


def read(w, at, n, s):
    """`between` of every node."""
    stages = at + places.TOP_STAGES
    between(w, s, at + places.TOP_Y, at + places.TOP_POINT, stages, places.NEXT_TOP_STAGE, places.TOP)
    here = at + places.FIRST_LAYER
    for _ in range(n):
        stages = here + places.LAYER_STAGES
        between(w, s, here + places.Y, here + places.POINT, stages, places.NEXT_STAGE, places.LAYER)
        here += places.RECORD


def write(w, at, n, top, x, zone_weights, epidermis, zones, compartment, layers):
    """One output time from the vectors at `top` in the head and `x` in a layer's record."""
    for i in range(places.EPIDERMIS):
        epidermis[i] = w[at + top + np.uint64(i) * ONE]
    for i in range(places.COMPARTMENT):
        compartment[i] = w[at + top + places.BELOW_EPIDERMIS + np.uint64(i) * ONE]
    for s in range(places.LAYER):
        own = at + places.FIRST_LAYER + x + np.uint64(s) * ONE
        for z in range(zones.shape[0]):
            found, here = 0.0, own
            for i in range(n):
                found += zone_weights[z, i] * w[here]
                here += places.RECORD
            zones[z, s] = found
        here = own
        for i in range(layers.shape[0]):
            layers[i, s] = w[here]
            here += places.RECORD


def nothing(epidermis, zones, compartment, layers):
    """An output time that was not reached."""
    for i in range(places.EPIDERMIS):
        epidermis[i] = math.nan
    for i in range(places.COMPARTMENT):
        compartment[i] = math.nan
    for s in range(places.LAYER):
        for z in range(zones.shape[0]):
            zones[z, s] = math.nan
        for i in range(layers.shape[0]):
            layers[i, s] = math.nan
