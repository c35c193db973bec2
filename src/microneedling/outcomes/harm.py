"""What can go wrong, and how long one looks treated: redness, downtime, the open barrier, dark spots, pain.

    redness(t)  = x/(1 + x) + a v/(1 + v) + flare     visible above a limit that rises with skin darkness
    downtime    = last time with visible redness or an open channel
    PIH         = o/(1 + o),  o = exp(b0 + phototype + history + sun + b2 Md/Mv0) |x|
    x_k         = (rise_k/d0)^b1 + b3 wound_k of session k,  |x| = (sum_k x_k^(1/r))^r

Limits are fixed, so that more never looks like less. A duration counts from its own session, on through the next where
the skin has not recovered by then: nothing resets. The worst is told. The odds of dark spots start at nothing without a
wound. Their prior is wide because the evidence is (9 of 217 people in seven series, 0 to 17 % by series):
always with its interval, never a personal probability.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..answers.brief import brief
from ..crossings import last_fall
from ..transport.anaesthesia import Cream, insertion_pain, pain_block
from . import closure, colour
from .reading import per_draw, windows
from .summary import chance_interval, interval

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..injury.punctures import Punctures
    from ..skin.anatomy import Anatomy
    from ..skin.people import Somebody
    from ..skin.person import Aftercare
    from ..skin.tissue import TissueTrajectory

PIH_NOTE = "wide by nature: seven series in mostly darker skin gave 0 to 17 %; not a personal probability"


@dataclass(frozen=True)
class Harm:
    """Durations of the worst session and the risk of dark spots, each (draw,)."""

    __repr__ = brief

    erythema_days: np.ndarray
    downtime_days: np.ndarray
    pih_probability: np.ndarray
    channels_open_h: np.ndarray
    barrier_open_h: np.ndarray
    peak_melanin_rise_percent: np.ndarray
    closure_h: Mapping[str, np.ndarray]  # until each instrument of `closure` finds the pores closed

    def to_json(self) -> dict[str, Any]:
        """Each with its median and 80 % interval; a chance with its mean too."""
        return {
            "erythema_days": interval(self.erythema_days),
            "downtime_days": interval(self.downtime_days),
            "pih_probability": chance_interval(self.pih_probability),
            "channels_open_h": interval(self.channels_open_h),
            "barrier_open_h": interval(self.barrier_open_h),
            "peak_melanin_rise_percent": interval(self.peak_melanin_rise_percent),
            "closure_h": {name: interval(hours) for name, hours in self.closure_h.items()},
            "pih_note": PIH_NOTE,
        }


def harm(
    person: Somebody,
    aftercare: Aftercare,
    tissues: Mapping[str, TissueTrajectory],
    session_days: Sequence[float],
    values: Values,
) -> Harm:
    """Harm of a course to the person's own skin, per draw; failed draws are NaN."""
    skin = tissues["skin"]
    red = redness_days(skin, person, session_days, values)
    open_days = open_channel_days(skin, session_days, values)
    rises = melanin_rises(skin, session_days, values)
    risk = pih_probability(skin, person, aftercare, rises, session_days, values)
    closed = [closure.closure_times_h(skin, values, person, *window) for window in windows(session_days)]

    def whole(part: np.ndarray) -> np.ndarray:
        return np.where(skin.failed, np.nan, np.broadcast_to(part, skin.failed.shape))

    return Harm(
        erythema_days=whole(worst(red)),
        downtime_days=whole(worst(downtime_days(skin, person, session_days, values, red, open_days))),
        pih_probability=whole(risk),
        channels_open_h=whole(24.0 * worst(open_days)),
        barrier_open_h=whole(24.0 * worst(barrier_days(skin, session_days, values))),
        peak_melanin_rise_percent=whole(100.0 * worst(rises)),
        closure_h={name: whole(worst([times[name] for times in closed])) for name in closure.INSTRUMENTS},
    )


def downtime_days(
    skin: TissueTrajectory,
    person: Somebody,
    session_days: Sequence[float],
    values: Values,
    red: Sequence[np.ndarray] | None = None,
    open_days: Sequence[np.ndarray] | None = None,
) -> list[np.ndarray]:
    """Days after each session until nothing shows and nothing is open, (draw,) each: redness, open channels.

    Water loss has no say: it is back within a fifth of its baseline before the last channel is covered, in every draw
    (docs/model.md#readings). `red` and `open_days` are what `redness_days` and `open_channel_days` gave, where they are
    known already.
    """
    red = redness_days(skin, person, session_days, values) if red is None else red
    open_days = open_channel_days(skin, session_days, values) if open_days is None else open_days
    return [np.maximum(*each) for each in zip(red, open_days, strict=True)]


def worst(durations: Sequence[np.ndarray]) -> np.ndarray:
    """The longest over sessions, (draw,); zero when there was none."""
    return np.maximum.reduce(list(durations)) if len(durations) else np.zeros(1)


def days_above(
    tissue: TissueTrajectory,
    course: np.ndarray,
    limit: np.ndarray,
    session_days: Sequence[float],
    settled_day: np.ndarray | None = None,
) -> list[np.ndarray]:
    """Per session, days until a course (draw, day) stays below `limit` (draw,), linear between days.

    The value on a session's own day is that before the needles, so a window begins after it. Where it is still above
    the limit when the next session comes, that session's days are added: nothing resets. With `settled_day` the first
    moment below the limit from that day on ends the count: a later rise is not in it.
    """
    limit = np.broadcast_to(limit, course.shape[:1])
    found, raised = [], []
    for start, end in windows(session_days):
        inside = np.flatnonzero((tissue.day > start) & (tissue.day <= end))
        if not inside.size:
            found.append(np.zeros(course.shape[0]))
            raised.append(np.zeros(course.shape[0], bool))
            continue
        elapsed = tissue.day[inside] - start
        above = course[:, inside] > per_draw(limit)
        if settled_day is not None:
            over = ~above & (elapsed[None, :] >= per_draw(settled_day))
            above &= ~np.logical_or.accumulate(over, axis=1)
        found.append(last_fall(elapsed, course[:, inside], limit, inside=above, never=0.0))
        raised.append(above[:, -1])
    for k in reversed(range(len(found) - 1)):
        found[k] = np.where(raised[k], session_days[k + 1] - session_days[k] + found[k + 1], found[k])
    return found


def redness_days(
    skin: TissueTrajectory, person: Somebody, session_days: Sequence[float], values: Values
) -> list[np.ndarray]:
    """Days of visible redness after each session.

    The flare is gone within hours, between the first days followed, so its own closed form sets a floor. The
    faint pink of new vessels that comes weeks later is in the erythema index, not in these days.
    """
    limit = values.by("safety.visible_redness", person.phototype)
    red, settled = colour.redness(skin, values, session_days), values["safety.settled_day"]
    found = days_above(skin, red, limit, session_days, np.broadcast_to(settled, skin.failed.shape))
    rate = values["measures.flare_decay_per_day"]
    floors = [
        np.log(np.maximum(amplitude / limit, 1.0)) / rate
        for amplitude in colour.flare_amplitudes(skin, values, session_days)
    ]
    return [np.maximum(days, floor) for days, floor in zip(found, floors, strict=True)]


def open_channel_days(
    skin: TissueTrajectory, session_days: Sequence[float], values: Values
) -> list[np.ndarray]:
    """Days until the channels of each session are covered: open area below a small share of the skin.

    Mouths close from their rims at one speed, so it is the root of the area that is straight between days.
    """
    open_root = np.sqrt(np.maximum(skin.opening_fraction, 0.0))
    return days_above(skin, open_root, np.sqrt(values["safety.open_channel_share"]), session_days)


def barrier_days(skin: TissueTrajectory, session_days: Sequence[float], values: Values) -> list[np.ndarray]:
    """Days until the barrier gap of each session has closed to a small share: until then nothing should go on."""
    gap = np.maximum(skin.hydration.barrier_gap - per_draw(skin.baseline.hydration.barrier_gap), 0.0)
    return days_above(skin, gap, values["safety.barrier_open_share"], session_days)


def melanin_rises(skin: TissueTrajectory, session_days: Sequence[float], values: Values) -> list[np.ndarray]:
    """Highest rise of the field's melanin index over baseline between each session and the next, (draw,) each."""
    index = colour.melanin_index(skin, values).relative
    return [np.maximum(each - 1.0, 0.0) for each in _highest(skin, index, session_days, 1.0)]


def _highest(
    skin: TissueTrajectory, course: np.ndarray, session_days: Sequence[float], least: float
) -> list[np.ndarray]:
    """Largest of a course (draw, day) between each session and the next, (draw,) each, and no less than `least`."""
    return [
        course[:, (skin.day > start) & (skin.day <= end)].max(axis=1, initial=least)
        for start, end in windows(session_days)
    ]


def pih_probability(
    skin: TissueTrajectory,
    person: Somebody,
    aftercare: Aftercare,
    rises: Sequence[np.ndarray],
    session_days: Sequence[float],
    values: Values,
) -> np.ndarray:
    """Probability of post-inflammatory hyperpigmentation over a course, (draw,); zero without a wound.

    `rises` (draw,) of each session, as `melanin_rises` gives them. Sessions risk it anew by the share r, between the
    odds of the worst alone and their sum. A session that the next one follows too soon has not shown its own rise yet:
    it nears that of the next by the share of its activation that is left then, so that haste never looks like less.
    """
    if not len(session_days):
        return np.zeros(skin.failed.shape)
    dropped = skin.pigment.melanin_dermis.max(axis=1) - skin.baseline.pigment.melanin_dermis
    sun = values[f"adjunct.sun.{aftercare.sun}"]
    sun = sun * values["adjunct.sunscreen_pass"] if aftercare.sunscreen else sun
    score = (
        values["safety.pih_base"]
        + values.by("safety.pih_by_phototype", person.phototype)
        + values["safety.pih_by_history"] * person.had_dark_marks
        + values["safety.pih_by_dermal_melanin"]
        * np.maximum(dropped, 0.0)
        / skin.baseline.pigment.melanin_epidermis
        + values["safety.pih_by_sun"] * sun
    )
    scale, bent = values["safety.pih_melanin_scale"], values["safety.pih_by_melanin_rise"]
    wounds = _highest(skin, skin.damage.wound, session_days, 0.0)
    each = [
        (rise / scale) ** bent + values["safety.pih_by_wound"] * wound
        for rise, wound in zip(_carried(skin, rises, session_days), wounds, strict=True)
    ]
    odds = np.exp(score) * _together(np.array(each), values["safety.pih_repeat_share"])
    return odds / (1 + odds)


def _carried(
    skin: TissueTrajectory, rises: Sequence[np.ndarray], session_days: Sequence[float]
) -> list[np.ndarray]:
    """Rises (draw,), each nearing a higher one of the next session by the share of activation that this still finds."""
    found = list(rises)
    active = skin.pigment.activation - per_draw(skin.baseline.pigment.activation)
    for k, (start, end) in reversed(list(enumerate(windows(session_days)))[:-1]):
        inside = active[:, (skin.day > start) & (skin.day <= end)]
        if inside.size:
            most = inside.max(axis=1)
            left = np.clip(inside[:, -1] / np.where(most > 0.0, most, 1.0), 0.0, 1.0)
            found[k] = found[k] + left * np.maximum(found[k + 1] - found[k], 0.0)
    return found


def _together(each: np.ndarray, share: np.ndarray) -> np.ndarray:
    """(sum_k x_k^(1/r))^r of x (session, draw) and r (draw,): the largest where r is 0, the sum where it is 1."""
    most = each.max(axis=0)
    relative = each / np.where(most > 0.0, most, 1.0)
    return most * (relative ** (1.0 / share)).sum(axis=0) ** share


def pain_vas(
    punctures: Punctures,
    numbing: Cream | None,
    skin: Anatomy,
    values: Values,
    pre_rolled: Punctures | None = None,
    area_cm2: float | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Pain of a session on a 0-10 scale, (draw,) each: with its numbing, and without any.

    That of the middle of people and studies. Numbing is judged down to the depth that the needles reach, not the
    depth set; `pre_rolled`: channels made before the cream went on.
    """
    without = np.clip(insertion_pain(punctures, skin.site, values, area_cm2), 0.0, 10.0)
    if numbing is None:
        return without, without
    block = pain_block(numbing, skin, punctures.depth_median_mm, values, pre_rolled)
    return without * (1 - block), without
