"""What was done otherwise is run again on the draws that carry weight: thinning shifts nothing, and answers agree."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling import Measurement, load_course, simulate, track
from microneedling.tracking.as_done import followed, parted_day, without
from microneedling.tracking.rerun import DRAWS, worth_running

COURSE = load_course("examples/fine_lines_roller.toml")
LAST = COURSE.sessions[-1].day
READ = [
    Measurement(day=0, scale="lemperle", value=3, rater="A"),
    Measurement(day=60, scale="lemperle", value=2, rater="A"),
    Measurement(day=LAST, scale="session", value=0),
    Measurement(day=LAST + 30, scale="lemperle", value=2, rater="A"),
]


def test_thinning_keeps_every_mean_on_average():
    random = np.random.default_rng(1)
    weight = random.dirichlet(np.full(300, 0.2))
    value = random.standard_normal(300)
    found = []
    for seed in range(300):
        keep, own = worth_running(weight, 60, seed)
        assert abs(int(keep.sum()) - 60) <= 1
        found.append(float(own @ value[keep]))
    error = np.std(found) / np.sqrt(len(found))
    assert np.mean(found) == pytest.approx(float(weight @ value), abs=4 * error + 0.01)


def test_draws_without_weight_are_not_run_and_few_are_all_kept():
    keep, own = worth_running(np.array([0.0, 0.6, 0.4, 0.0]), 3, 1)
    assert keep.tolist() == [False, True, True, False]
    assert own == pytest.approx([0.6, 0.4])


def test_courses_part_where_they_first_differ():
    assert parted_day(COURSE, COURSE) == float("inf")
    assert parted_day(COURSE, without(COURSE, (LAST,))) == LAST
    deeper = COURSE.model_copy(
        update={"sessions": (COURSE.sessions[0].model_copy(update={"passes": 9}), *COURSE.sessions[1:])}
    )
    assert parted_day(COURSE, deeper) == 0


@pytest.mark.slow
def test_few_draws_say_what_all_say():
    said = simulate(followed(COURSE, READ), draws=400)
    few = track(COURSE, READ, forecast=said, advise=False)
    whole = track(COURSE, READ, forecast=said, advise=False, in_full=True)
    assert few.rests.draws <= DRAWS + 1 < whole.rests.draws
    assert few.rests.trusted
    for one, all_ in zip(few.outcomes, whole.outcomes, strict=True):
        now, then = (np.array(list(each.at(each.now, each.judged_day).values())) for each in (one, all_))
        assert np.abs(now - then).max() < 0.12 * np.ptp(then)
        assert one.chance_now == pytest.approx(all_.chance_now, abs=0.06)


def test_another_course_as_done_is_refused():
    from microneedling import InputError

    with pytest.raises(InputError, match="another person"):
        track(COURSE, READ[:1], draws=20, done=load_course("examples/acne_scars_cheek.toml"), advise=False)
