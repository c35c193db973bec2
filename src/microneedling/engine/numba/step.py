"""One step of the compiled kernel: the stages of Rodas4, and the dense output between its ends (see `rodas`)."""

from __future__ import annotations

from collections.abc import Callable

from .. import rodas
from .layout import L, compiled, inlined
from .linear import all_rates, factor, solve
from .vectors import load, splat, store

STAGES, GAMMA, A, C, D = rodas.STAGES, rodas.GAMMA, rodas.A, rodas.C, rodas.D


def _combination(count: int) -> Callable[..., None]:
    """out = base + sum of the first `count` stages, each times its share."""

    @compiled
    def combination(base, K, size, shares, out):
        one, two, three = splat(shares[0]), splat(shares[1]), splat(shares[2])
        four, five = splat(shares[3]), splat(shares[4])
        for i in range(0, size, L):
            mixed = load(base, i) + one * load(K, i)
            if count > 1:
                mixed = mixed + two * load(K, size + i)
            if count > 2:
                mixed = mixed + three * load(K, 2 * size + i)
            if count > 3:
                mixed = mixed + four * load(K, 3 * size + i)
            if count > 4:
                mixed = mixed + five * load(K, 4 * size + i)
            store(out, i, mixed)

    return combination


of_one, of_two, of_three, of_four, of_five = (_combination(count) for count in range(1, STAGES))


@compiled
def combine(count, base, K, size, shares, scale, out):
    """out = base + sum of the first `count` stages, each times its share times `scale`."""
    given = (shares[0] * scale, shares[1] * scale, shares[2] * scale, shares[3] * scale, shares[4] * scale)
    if count == 1:
        of_one(base, K, size, given, out)
    elif count == 2:
        of_two(base, K, size, given, out)
    elif count == 3:
        of_three(base, K, size, given, out)
    elif count == 4:
        of_four(base, K, size, given, out)
    elif count == 5:
        of_five(base, K, size, given, out)


@inlined
def attempt(h, c, d, n, w):
    """One Rodas4 step from w.y: stages into w.K, the new state into w.point; h = 0: only the rates, as first stage."""
    y, point, K = w.y, w.point, w.K
    size = y.size
    for stage in range(STAGES):
        right = K[stage * size : (stage + 1) * size]
        all_rates(y if stage == 0 else point, w.b, c, d, w.up, w.down, w.padded, n, right, w.p)
        if stage == 0:
            if h == 0.0:
                return
            factor(y, w.b, c, d, w.up, w.down, w.p, n, 1.0 / (GAMMA * h), w.lu, w.tri, w.scan, w.listen)
        combine(stage, right, K, size, C[stage], 1.0 / h, right)
        solve(right, w.lu, w.tri, w.scan, w.down, w.padded, n, w.listen, w.p)
        if stage < STAGES - 2:
            combine(stage + 1, y, K, size, A[stage + 1], 1.0, point)
        else:  # the last two points differ from those before by a whole stage
            for i in range(0, size, L):
                store(point, i, load(point, i) + load(right, i))


@compiled
def interpolant(w):
    """The two extra vectors of the dense output of an accepted step: all but the last stage, times a row of D."""
    size, stage = w.y.size, w.K[(STAGES - 2) * w.y.size :]
    for i in range(0, size, L):
        store(w.first, i, splat(D[0, 4]) * load(stage, i))
        store(w.second, i, splat(D[1, 4]) * load(stage, i))
    of_four(w.first, w.K, size, D[0], w.first)
    of_four(w.second, w.K, size, D[1], w.second)


@compiled
def read(s, w):
    """The state at the fraction s of the step from w.y to w.point, into w.mixed."""
    here, left = splat(s), splat(1.0 - s)
    for i in range(0, w.y.size, L):
        bend = load(w.first, i) + here * load(w.second, i)
        store(w.mixed, i, left * load(w.y, i) + here * (load(w.point, i) + left * bend))
