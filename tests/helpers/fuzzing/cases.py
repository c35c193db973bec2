"""Cases: the bytes of a file of some kind after one to three changes, with the names of the changes."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st

from .mutations import MUTATIONS
from .noise import NOISE
from .places import EXAMPLES, TABLES

TABLE_OF_PEOPLE = "age_year,sex,phototype,photoageing,smoker,baseline\n" + "".join(
    f"{19 + 7 * k % 20},{sex},{type_},{k / 40:g},{smoker},{2 + k % 3}\n"
    for k, (sex, type_, smoker) in enumerate(
        product(("female", "male"), ("III", "IV", "V"), ("no", "yes", "no", "no"))
    )
)
FEW = (1, 1, 1, 2, 3)  # changes of a case: most with one, which often leaves a file that is still allowed


@dataclass(frozen=True)
class Case:
    """One file: what it should be, the end of its name, its bytes, and what was done to it."""

    kind: str
    suffix: str
    data: bytes
    changes: tuple[str, ...]


@st.composite
def changed_tables(draw, kind: str) -> Case:
    """An example of the kind with its tables changed, written as JSON."""
    tables = copy.deepcopy(draw(st.sampled_from(TABLES[kind])))
    names = [draw(st.sampled_from(sorted(MUTATIONS))) for _ in range(draw(st.sampled_from(FEW)))]
    for name in names:
        MUTATIONS[name](draw, tables)
    return Case(kind, ".json", json.dumps(tables).encode(), tuple(names))


@st.composite
def changed_bytes(draw, kind: str) -> Case:
    """An example of the kind with its bytes changed."""
    if kind == "clinic table":
        data, suffix = TABLE_OF_PEOPLE.encode(), ".csv"
    else:
        data, suffix = draw(st.sampled_from(EXAMPLES[kind])).read_bytes(), ".toml"
    names = [draw(st.sampled_from(sorted(NOISE))) for _ in range(draw(st.sampled_from(FEW)))]
    for name in names:
        data = NOISE[name](draw, data)
    return Case(kind, suffix, data, tuple(names))


def cases(kind: str) -> st.SearchStrategy[Case]:
    """Changed files of a kind: two of three with changed tables, where it has tables."""
    if kind == "clinic table":
        return changed_bytes(kind)
    return st.one_of(changed_tables(kind), changed_tables(kind), changed_bytes(kind))
