"""Where the time of one step goes, part by part, against what this machine's core could do at best.

    python -m benchmarks.roofline [--json FILE]

    bound of a part = max(operations / peak, bytes / bandwidth),      share of its roofline = bound / measured time

Peak: independent fused multiply-adds on vectors. Bandwidth: a = b + s c on arrays as large together as half of each
cache, and far larger than all; the bound of a part takes that of arrays as large together as those it touches.
Operations and bytes are counted by `counting`. All on one core, best of several repeats. 24 layers, and 8 as virtual
trials have.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numba
import numpy as np

from microneedling.engine.numba.layout import OPTIONS, L
from microneedling.engine.numba.linear import all_rates, error_norm, factor, solve
from microneedling.engine.numba.state import aligned, scratch, settle, spread, write
from microneedling.engine.numba.step import GAMMA, STAGES, A, C, attempt, combine, interpolant, read
from microneedling.engine.numba.vectors import load, splat, store, total

from .counting import BYTES, Counter, Tally
from .tables import machine

REPEATS, TIMES, STEP_DAY, KB = 9, 2000, 0.5, 1024
LEVELS = {"L1": 24 * KB, "L2": 512 * KB, "main": 512 * KB * KB}
timed: Any = numba.njit(**OPTIONS)
TRIED = (
    "signals that feed each other one way only: three scalar tridiagonal systems in place of one of 3 x 3 blocks, "
    "solved 8 layers at once by shifts; with vectors written out in place of loops over short arrays: 3.2 times faster",
    "no counting of references to arrays in the compiled code: 4 % (24 layers) to 10 % (8 layers)",
    "powers of products of powers as one exponential: 2 % to 6 %",
    "what is left is latency: short chains of dependent operations, one person at a time",
)


@timed
def _triad(rounds, a, b, c, s):
    factor_of = splat(s)
    for _ in range(rounds):
        for i in range(0, a.size, L):
            store(a, i, load(b, i) + factor_of * load(c, i))


@timed
def _multiply_add(rounds, start, c):
    x, y = splat(start), splat(c)
    a0, a1, a2, a3, a4, a5 = x, x + y, x - y, x * y, y, y - x
    a6, a7, a8, a9, a10, a11 = x + x, y + y, y * y, x * x, x / y, y / x
    for _ in range(rounds):
        a0, a1, a2, a3 = a0 * x + y, a1 * x + y, a2 * x + y, a3 * x + y
        a4, a5, a6, a7 = a4 * x + y, a5 * x + y, a6 * x + y, a7 * x + y
        a8, a9, a10, a11 = a8 * x + y, a9 * x + y, a10 * x + y, a11 * x + y
    return total(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11)


def best_s(work: Callable[[], Any]) -> float:
    """Seconds of the quickest of several repeats; the first is not counted, it compiles."""
    work()
    taken = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return min(taken)


def bandwidth_gb_s(size: int) -> float:
    """Of a = b + s c on three arrays that together have this many bytes."""
    count = size // 24 // L * L
    a, b, c = (aligned(count) for _ in range(3))
    rounds = max(1, (256 * KB * KB) // size)
    seconds = best_s(partial(_triad, rounds, a, b, c, 0.5))
    return rounds * 24 * count / seconds / 1e9


def peak_gflops() -> float:
    rounds = 1_000_000
    return rounds * 12 * 2 * L / best_s(partial(_multiply_add, rounds, 0.5, 0.25)) / 1e9


def at_work(layers: int) -> SimpleNamespace:
    """Working arrays in the middle of a course, and the numbers that the parts ask for."""
    from tests.helpers.posed import pose

    p = pose(layers=layers).prepared()
    w, n = scratch(layers), layers
    c, d = p.constants[0], p.drivers[0, 0]
    struck = p.start[0] * p.jump_scale[0, 0] + p.jump_add[0, 0]

    @timed
    def begin(start, weights, zones, exchange, base, scale, c, d, n, w, h):
        settle(weights, zones, exchange, base, scale, n, w)
        spread(start, n, 0.0, w.y)
        attempt(h, c, d, n, w)

    begin(struck, p.papillary_weights[0], p.zone_weights[0], p.exchange[0], p.layer_baseline[0], p.scale[0],
          c, d, n, w, STEP_DAY)  # fmt: skip
    return SimpleNamespace(w=w, n=n, c=c, d=d, layers=layers)


def parts() -> dict[str, Callable[..., None]]:
    """The parts of one accepted step with one output; every one takes (times, c, d, n, w, shift, outputs)."""

    def rates(times, c, d, n, w, shift, epidermis, zones, compartment, kept):
        for _ in range(times * STAGES):
            all_rates(w.y, w.b, c, d, w.up, w.down, w.padded, n, w.first, w.p)

    def factorisation(times, c, d, n, w, shift, epidermis, zones, compartment, kept):
        for _ in range(times):
            factor(w.y, w.b, c, d, w.up, w.down, w.p, n, shift, w.lu, w.tri, w.scan, w.listen)

    def solution(times, c, d, n, w, shift, epidermis, zones, compartment, kept):
        for _ in range(times * STAGES):
            solve(w.second, w.lu, w.tri, w.scan, w.down, w.padded, n, w.listen, w.p)

    def combination(times, c, d, n, w, shift, epidermis, zones, compartment, kept):
        size = w.y.size
        for _ in range(times):
            for stage in range(STAGES):
                combine(stage, w.first, w.K, size, C[stage], 1.0, w.first)
                if stage < STAGES - 2:
                    combine(stage + 1, w.y, w.K, size, A[stage + 1], 1.0, w.mixed)

    def error(times, c, d, n, w, shift, epidermis, zones, compartment, kept):
        for _ in range(times):
            epidermis[0] = error_norm(w.first, w.y, w.sizes, 1e-3, n)

    def output(times, c, d, n, w, shift, epidermis, zones, compartment, kept):
        for _ in range(times):
            interpolant(w)
            read(0.5, w)
            write(w.mixed, n, w, epidermis, zones, compartment, kept)

    return {
        "rates": rates, "factor": factorisation, "solve": solution, "combination": combination,
        "error": error, "output": output,
    }  # fmt: skip


def outputs() -> tuple[np.ndarray, ...]:
    from microneedling.engine.numba.layout import COMPARTMENT, EPIDERMIS, LAYER

    return np.zeros(EPIDERMIS), np.zeros((2, LAYER)), np.zeros(COMPARTMENT), np.zeros((0, LAYER))


def counts(here: SimpleNamespace) -> dict[str, tuple[Tally, int]]:
    """Operations and bytes of every part, once, and the bytes of the arrays that it touches."""
    from microneedling.engine.generated import layout

    found = {}
    for name, part in parts().items():
        counter = Counter()
        sizes = {key: counter.array(value.size) for key, value in here.w._asdict().items()}
        c, d = counter.array(len(layout.CONSTANTS)), counter.array(len(layout.DRIVERS))
        zones = counter.table(2, len(layout.LAYER_STATES))
        kept = counter.table(0, len(layout.LAYER_STATES))
        epidermis, compartment = counter.array(8), counter.array(32)
        work = counter.counted(part)
        given = (here.n, SimpleNamespace(**sizes), counter.number(), epidermis, zones, compartment, kept)
        tally = counter.of(partial(work, 1, c, d, *given))
        arrays = (*sizes.values(), c, d, epidermis, zones, compartment)
        found[name] = tally, BYTES * sum(array.size for array in arrays if array.touched)
    return found


def roofline(layers: int, peak: float) -> dict:
    """Time, operations, bytes and share of the roofline by part, for a number of layers."""
    here = at_work(layers)
    size = sum(array.nbytes for array in here.w)
    tallies, rows, bound_s, spent_s = counts(here), [], 0.0, 0.0
    for name, part in parts().items():
        compiled: Any = timed(part)
        shift = 1.0 / (GAMMA * STEP_DAY)
        taken = best_s(partial(compiled, TIMES, here.c, here.d, here.n, here.w, shift, *outputs())) / TIMES
        tally, touched = tallies[name]
        bandwidth = bandwidth_gb_s(touched)
        bound = max(tally.operations / peak, tally.bytes / bandwidth) * 1e-9
        bound_s, spent_s = bound_s + bound, spent_s + taken
        rows.append({"name": name, "us": taken * 1e6, "gflops": tally.operations / taken / 1e9,
                     "bytes_per_flop": tally.bytes / tally.operations, "share_of_roofline": bound / taken,
                     "touched_kb": touched / KB, "bandwidth_gb_s": bandwidth, **vars(tally)})  # fmt: skip
    for row in rows:
        row["share_of_time"] = row["us"] * 1e-6 / spent_s
    return {
        "layers": layers, "parts": rows, "step_us": spent_s * 1e6, "share_of_roofline": bound_s / spent_s,
        "working_arrays_kb": size / KB,
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", type=Path, help="write the result there")
    options = parser.parse_args()
    peak = peak_gflops()
    bandwidth = {name: bandwidth_gb_s(size) for name, size in LEVELS.items()}
    print(f"peak {peak:.1f} Gflop/s; " + ", ".join(f"{k} {v:.0f} GB/s" for k, v in bandwidth.items()))
    found = {layers: roofline(layers, peak) for layers in (24, 8)}
    for layers, one in found.items():
        print(
            f"\n{layers} layers: {one['step_us']:.2f} us a step, {one['share_of_roofline']:.0%} of the roofline"
        )
        for row in one["parts"]:
            print(
                f"  {row['name']:12} {row['us']:6.2f} us  {row['share_of_time']:4.0%} of the time"
                f"  {row['gflops']:6.1f} Gflop/s  {row['bytes_per_flop']:5.2f} bytes a flop"
                f"  {row['share_of_roofline']:4.0%} of its roofline"
            )
    if options.json:
        what = "one accepted step with one output, 24 layers, one core; counted from the kernel's own source"
        result = {"peak_gflops": peak, "bandwidth_gb_s": bandwidth, **found[24], "eight_layers": found[8],
                  "tried": TRIED, "what": what, "machine": machine()}  # fmt: skip
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
