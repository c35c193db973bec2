"""Numbers of lots and devices as they are misread: which may be one and the same, though they are spelt differently."""

from __future__ import annotations

from .names import fold

# Signs that a label, a hand or a scanner takes for one another.
TAKEN_FOR = str.maketrans("oilsbzgq", "01158269")
SHORT = 4  # signs; shorter numbers that differ by one are too many


def bones(number: str) -> str:
    """What is left of a number where gaps do not count, nor signs that are taken for one another.

    >>> bones("LOT-7 O1") == bones("lot 7 0I")
    True
    """
    return fold(number).replace(" ", "").translate(TAKEN_FOR)


def near(one: str, other: str) -> bool:
    """Whether two numbers may be one that was misread: the same bones, or one sign too many, too few or another."""
    first, second = bones(one), bones(other)
    if first == second:
        return True
    if min(len(first), len(second)) < SHORT or abs(len(first) - len(second)) > 1:
        return False
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    a, b = first[start:], second[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return a[1:] == b if len(a) > len(b) else a == b[1:]
