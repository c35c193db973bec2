"""Small trials to test with: invented people, two sessions, few visits."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from microneedling.trials.analysis import Trials
from microneedling.trials.reading import trial_from_text
from microneedling.trials.trial_file import Trial

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples" / "trials").glob("*.toml"))

TEXT = """
format = 1
title  = "Two depths"

[people]
site       = "cheek"
age_year   = { mean = 30, sd = 6, low = 18, high = 45 }
phototypes = { III = 0.5, IV = 0.5 }

[concern]
kind    = "atrophic acne scar"
subtype = "rolling"

[instrument.pen]
kind = "pen"
needle_count = 12
needle_diameter_mm = 0.25
needle_length_mm = 2.5
frequency_hz = 90
tip_width_mm = 8

[[arm]]
name = "deep"

[[arm.session]]
day = 0
repeat = { every_day = 30, times = 3 }
instrument = "pen"
depth_mm = 2.0
passes = 4
glide_speed_mm_per_s = 25

[[arm]]
name = "shallow"

[[arm.session]]
day = 0
repeat = { every_day = 30, times = 3 }
instrument = "pen"
depth_mm = 0.5
passes = 4
glide_speed_mm_per_s = 25

[design]
kind = "split face"
people_per_arm = 6
dropout_share = 0.2
missed_session_share = 0.2

[endpoint]
scale = "goodman_baron_quantitative"
day = 150
visits_day = [90]
baseline = { mean = 19, sd = 6, low = 4, high = 36 }

[aim]
compare = ["deep", "shallow"]
"""


def text(*changes: tuple[str, str]) -> str:
    """The small trial with some of its words replaced."""
    made = TEXT
    for old, new in changes:
        assert old in made, old
        made = made.replace(old, new)
    return made


def trial(*changes: tuple[str, str]) -> Trial:
    return trial_from_text(text(*changes))


PARALLEL = ('"split face"', '"parallel"')
SHAM = (
    text()[text().index('name = "shallow"') : text().index("[design]")],
    'name = "shallow"\nsham = true\n\n',
)


def drawn_trials(tau, n, count, seed=5):
    """The trials as analysed, and their true effects (trial,), mean -0.4, spread `tau`."""
    random = np.random.default_rng(seed)
    true = random.normal(-0.4, tau, count)
    people = random.normal(0, 1.0, (count, n)) + true[:, None]
    error = people.std(axis=1, ddof=1) / np.sqrt(n)
    seen = np.full(count, float(n))
    return Trials(people.mean(axis=1), error, seen - 1, people.std(axis=1, ddof=1), seen), true
