"""A person is the same to the bit alone, in any batch, beside anybody; arms differ by treatment alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from helpers.trial_files import EXAMPLES, PARALLEL, SHAM, trial
from microneedling.trials.arms import SeededNumbers, share_of_block
from microneedling.trials.chunks import decoded, plan_of, work
from microneedling.trials.members_of_arm import columns
from microneedling.trials.reading import load_trial

TRAITS = (
    "person",
    "trial",
    "age_year",
    "female",
    "phototype",
    "photoageing",
    "smoker",
    "true_baseline",
    "left_day",
)


def people(made, count=30, first=0, seed=1):
    """Columns (arm, column, slot) of some slots computed in one chunk."""
    chunk = replace(plan_of(made, 1000, seed).at(0), first=first, count=count)
    array = decoded(work(chunk), chunk)
    assert array is not None
    return array


def named(made, array, name):
    return array[:, columns(made).index(name)]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_person_alone_is_the_person_in_any_batch(path):
    made = load_trial(path)
    whole = people(made, 34)
    for first, count in ((0, 1), (5, 1), (33, 1), (3, 17), (16, 18)):
        part = people(made, count, first)
        assert np.array_equal(part, whole[:, :, first : first + count], equal_nan=True), (first, count)
    assert len(np.unique(named(made, whole, "endpoint"))) > 3


def test_another_seed_gives_other_people():
    made = trial()
    one, other = people(made, 5), people(made, 5, seed=2)
    assert not np.isclose(named(made, one, "age_year"), named(made, other, "age_year")).any()


def test_a_split_face_shows_every_person_on_every_side():
    made = trial()
    array = people(made)
    for name in TRAITS:
        first, second = named(made, array, name)
        assert np.array_equal(first, second), name
    first, second = named(made, array, "endpoint")
    assert not np.array_equal(first, second, equal_nan=True)


def test_parallel_arms_hold_different_people_dealt_by_chance():
    made = trial(PARALLEL)
    array = people(made, 60)
    first, second = named(made, array, "person")
    assert sorted([*first, *second]) == list(range(120))
    assert 15 < (first < second).sum() < 45  # neither arm always gets the earlier person


def test_a_person_is_the_same_in_whichever_arm():
    """The people of a trial whose arms are exchanged: the same persons, with the same traits."""
    made = trial(PARALLEL)
    swapped = made.model_copy(update={"arms": made.arms[::-1]})
    one, other = people(made), people(swapped)
    for name in TRAITS:
        assert np.array_equal(named(made, one, name), named(swapped, other, name)), name


def test_equal_arms_on_two_sides_differ_by_raters_and_sides_alone():
    made = trial(("depth_mm = 0.5", "depth_mm = 2.0"))
    array = people(made, 60)
    first, second = named(made, array, "endpoint")
    both = np.isfinite(first) & np.isfinite(second)
    difference = (first - second)[both]
    assert abs(difference.mean()) < 3 * difference.std() / np.sqrt(both.sum())
    assert np.abs(difference).max() > 0
    assert np.corrcoef(first[both], second[both])[0, 1] > 0.4


def test_who_leaves_is_not_seen_again_and_who_stays_is():
    made = trial()
    array = people(made, 60)
    left, seen = named(made, array, "left_day")[0], named(made, array, "seen_day_150")[0]
    assert np.array_equal(np.isnan(seen), left < 150)
    assert 3 <= (left < 150).sum() <= 25
    early = np.isnan(named(made, array, "seen_day_90")[0])
    assert np.array_equal(early, left < 90)


def test_carried_forward_uses_the_last_visit_or_the_baseline():
    made = trial(("missed_session_share = 0.2", 'missed_session_share = 0.2\nmissing = "carried forward"'))
    array = people(made, 60)
    baseline, at90, at150, end = (
        named(made, array, name)[0] for name in ("baseline", "seen_day_90", "seen_day_150", "endpoint")
    )
    last = np.where(np.isfinite(at150), at150, np.where(np.isfinite(at90), at90, baseline))
    assert np.array_equal(end, last - baseline)
    assert np.isnan(at150).any()


def test_missed_sessions_are_a_course_without_them():
    """Somebody who missed the second session is as somebody whose course never had it."""
    full = trial(("dropout_share = 0.2\n", ""), ("missed_session_share = 0.2", "missed_session_share = 0.5"))
    array = people(full)
    had = named(full, array, "sessions_had")[0]
    assert set(had) == {1.0, 2.0, 3.0}
    only = full.model_copy(
        update={
            "arms": tuple(
                arm.model_copy(
                    update={"course": arm.course.model_copy(update={"sessions": arm.course.sessions[:1]})}
                )
                for arm in full.arms
            )
        }
    )
    alone = people(only)
    assert np.array_equal(array[:, -1, had == 1], alone[:, -1, had == 1], equal_nan=True)
    assert not np.isclose(array[0, -1, had == 3], alone[0, -1, had == 3]).all()


def test_a_sham_side_moves_by_drift_and_chance_only():
    made = trial(SHAM, ('"split face"', '"split face"\nnumbers = "middle"'))
    array = people(made, 200)
    needled, sham = (row[np.isfinite(row)] for row in named(made, array, "endpoint"))
    start = named(made, array, "baseline")[1].mean()
    assert needled.mean() < sham.mean() - 1
    assert abs(sham.mean()) < 0.2 * start


def test_raters_who_know_credit_needles_not_sham():
    blind = people(trial(SHAM), 40)
    made = trial(SHAM, ('"split face"', '"split face"\nblinded = false'))
    told = people(made, 40)
    assert np.array_equal(blind[1], told[1], equal_nan=True)
    assert np.nanmean(named(made, told, "endpoint")[0] - named(made, blind, "endpoint")[0]) < 0


def test_a_draw_is_the_same_however_many_are_made():
    numbers = SeededNumbers(3, True)
    few, many = numbers.all(10), numbers.all(1000)
    assert few.count < many.count
    picked = numbers.picked(np.array([5, 0, 5]))
    for key in (
        "study_effect.person_logit_sd",
        "inflammation.cytokine_decay_per_day",
        "scales.sensitivity.acne_scar",
    ):
        assert np.array_equal(few[key], many[key][: few.count]), key
        assert np.array_equal(picked[key], many[key][[5, 0, 5]]), key
        assert len(np.unique(few[key])) > 100


def test_products_reach_every_draw_the_same_in_any_batch():
    """The share of an active is made for fixed blocks of draws: one trial asked for, or all."""
    made = load_trial(next(path for path in EXAMPLES if "vitamin" in path.stem))
    whole = people(made, 50)
    share_of_block.cache_clear()
    assert np.array_equal(people(made, 1, 49), whole[:, :, 49:], equal_nan=True)


def test_whole_steps_are_whole_and_on_the_scale():
    made = trial(("day = 150", "day = 150\nwhole_steps = true"))
    seen = named(made, people(made), "seen_day_150")
    there = seen[np.isfinite(seen)]
    assert np.array_equal(there, np.rint(there))
    assert there.min() >= 0
