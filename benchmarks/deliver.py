"""Times deliveries: one active, one session, 72 h, full depth; one draw warm, then 1,000 draws.

python -m benchmarks.deliver
"""

from __future__ import annotations

import statistics
import time

import numpy as np

HOURS, REPEATS = np.arange(0.0, 73.0), 5
MOST_ONE_S, MOST_MANY_S = 0.1, 5.0  # what was promised


def seconds(name: str, draws: int, repeats: int) -> float:
    """Median seconds of one delivery through needled skin."""
    from microneedling.transport import channel_course
    from microneedling.transport.actives import find
    from microneedling.transport.dose import Dose
    from microneedling.transport.permeation import permeate
    from tests.helpers.slabs import needled, values

    numbers = values(draws)
    skin, made = needled(numbers)
    channels = channel_course.closing(made, channel_course.closing_h(numbers, False))
    taken = []
    for _ in range(repeats + 1):
        begin = time.perf_counter()
        permeate(Dose(10.0), find(name), skin, channels, numbers, HOURS)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken[1:])


def main() -> int:
    worst = 0
    for name in ("caffeine", "ascorbic acid", "lidocaine", "retinol", "hyaluronic acid 20 kDa"):
        one, many = seconds(name, 1, REPEATS), seconds(name, 1000, 1)
        print(f"{name:24} one draw {one * 1e3:6.0f} ms    1,000 draws {many:5.2f} s")
        worst += one > MOST_ONE_S or many > MOST_MANY_S
    return 1 if worst else 0


if __name__ == "__main__":
    raise SystemExit(main())
