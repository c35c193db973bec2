"""Does learning help? Simulated clients forecast again after each visit, scored on the reading of their last one.

Truth and learning share the laws (score law, people, a response that wanders), errors of reading are normal, learning's
are heavy-tailed. A forecast is scored by CRPS, in points of the scale, on the reading still to come, error included:
what a clinic can see. Beside it stands the forecast that knows nothing of the person, from the same code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...observation.scales import SCALES
from ...observation.score_law import PERSON_SD
from ...streams import generator
from ...validation.scores import crps
from ..law import Law, Reading
from ..learning import Learnt, Predicted, learn
from .simulated import readings, starts_of
from .virtual_people import PLANNED, Ensemble

OUTCOME = "score"
PEOPLE, MOST_PEOPLE, KEPT = 6_400, 25_600, 1_500
WILD = 6.0  # errors of reading by which a wild one is off
NOISY = 10.0  # times the usual error: of readings that are noise, and known to be
TEACH = ("readings", "noise", "wild", "another")


@dataclass(frozen=True)
class Scored:
    """One client after so many visits: CRPS, whether the last reading lies inside the 80 % band, its width in points,
    and the median forecast.
    """

    visits: int
    crps: float
    inside_80: bool
    width_80: float
    middle: float
    error_sd: float  # of one reading, of this client's draw


def ensemble_of(found: Ensemble, kind: int, start: float) -> dict[str, Predicted]:
    """What learning takes: one kind of people, the start known."""
    scale, values = SCALES[found.scale], found.values
    way = found.of(PLANNED)[kind]
    none = np.zeros(values.count)
    return {
        OUTCOME: Predicted(
            day=np.array([0.0, *found.days]),
            way=np.concatenate([np.zeros((values.count, 1)), way], axis=1),
            start=np.full(values.count, start),
            start_sd=none,
            person_sd=values[PERSON_SD],
            error=values[f"scales.rater_sd_points.{found.scale}"],
            leniency=none,
            itself=none,
            credit=none,
            better=1 if scale.direction == "higher is better" else -1,
            ends=scale.ends(values),
        )
    }


def scored(found: Ensemble, clients: int, seed: int = 1, *, teach: str = "readings") -> list[list[Scored]]:
    """Each client (client, visits known) from none to all but the last, scored on the last.

    `teach` says what is learnt from: `readings` of the client; `noise`, an instrument ten times as inexact and known to
    be; `wild`, the first reading far off; those of `another` client, as where files are mixed up.
    """
    law = Law.of(found.values)
    everybody = [_client(found, law, number, seed) for number in range(clients)]
    out = []
    for number, (kind, start, draw, read) in enumerate(everybody):
        error = float(found.values[f"scales.rater_sd_points.{found.scale}"][draw])
        told, item = read.copy(), ensemble_of(found, kind, start)
        if teach == "another":
            told = everybody[number - 1][3] - everybody[number - 1][1] + start
        elif teach == "wild":
            told[0] += WILD * error
        elif teach == "noise":
            told += NOISY * error * generator(seed, "noise", number).standard_normal(len(told))
            item = {OUTCOME: replace(item[OUTCOME], error=NOISY * item[OUTCOME].error)}
        if teach != "noise":
            told = np.clip(told, *SCALES[found.scale].ends(found.values))
        rows = []
        for known in range(len(found.days)):
            given = [
                Reading(OUTCOME, day, float(y)) for day, y in zip(found.days[:known], told, strict=False)
            ]
            after = learn(item, given, law, seed=seed, people=PEOPLE, most_people=MOST_PEOPLE, kept=KEPT)
            rows.append(_score(after, found, known, float(read[-1]), error, seed))
        out.append(rows)
    return out


def _client(found: Ensemble, law: Law, number: int, seed: int) -> tuple[int, float, int, np.ndarray]:
    """Kind, start, draw and readings (visit,) of a client whose response wanders as the law has it."""
    random = generator(seed, "personal client", number)
    kind, draw = int(random.integers(found.way.shape[1])), int(random.integers(found.way.shape[2]))
    start = float(random.choice(starts_of(found)))
    days = np.array(found.days)
    alike = np.exp(-np.abs(days[:, None] - days) / law.wander_day[draw])
    q = law.wander_share[draw]
    own, wanders = random.standard_normal(), np.linalg.cholesky(alike) @ random.standard_normal(len(days))
    place = np.sqrt(1 - q) * own + np.sqrt(q) * wanders
    noise = random.standard_normal(len(days))
    read = readings(found, found.of(PLANNED)[kind], np.array(start), place, noise)[draw]
    return kind, start, draw, read


def _score(after: Learnt, found: Ensemble, known: int, came: float, error: float, seed: int) -> Scored:
    true = after.true(OUTCOME, [found.days[-1]])[:, 0]
    ends, usual = after.ensemble[OUTCOME].ends, found.values[f"scales.rater_sd_points.{found.scale}"]
    noise = usual[after.draw] * generator(seed, "noise of the reading").standard_normal(len(true))
    told = np.clip(true + noise, *(ends or (-np.inf, np.inf)))
    low, middle, high = np.quantile(told, (0.1, 0.5, 0.9))
    score = float(crps(told[:, None], came)[0])
    return Scored(known, score, bool(low <= came <= high), float(high - low), float(middle), error)


def gains(rows: Sequence[Sequence[Scored]]) -> list[tuple[float, float, float]]:
    """For each number of visits: CRPS over that with none, as a share, and its 90 % interval over clients."""
    scores = np.array([[one.crps for one in row] for row in rows])
    drawn = generator(1, "clients").integers(len(scores), size=(1000, len(scores)))
    found = []
    for k in range(scores.shape[1]):
        ratio = scores[drawn, k].mean(axis=1) / scores[drawn, 0].mean(axis=1)
        low, high = np.quantile(ratio, (0.05, 0.95))
        found.append((float(scores[:, k].mean() / scores[:, 0].mean()), float(low), float(high)))
    return found
