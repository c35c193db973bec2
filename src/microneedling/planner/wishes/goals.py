"""What a client wishes, what must not happen and what the clinic has, as a person writes it: a goals file.

Wishes and limits stand apart: a wish is weighed and may be missed, a limit is kept or the plan is not offered. A limit
on what nobody can be sure of is a statement of probability. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date as Date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from ...course.session import Numbing, Topical
from ...device.instruments import Instrument
from ...errors import Mistake
from ...inputs.written import Flag, Number, Text, Whole, Written, canonical, disagreeing
from ...skin.concern import KIND_ALIASES, Kind
from ...skin.sites import WrittenSite
from .agreement import disagreements

FORMAT = 1
MOST_SESSIONS = 8
USUAL_CERTAINTY_PERCENT = 80

Certainty = Annotated[Number, Field(gt=0, lt=100)]
Worth = Annotated[Number, Field(ge=0, le=100)]


class Wish(Written):
    """One thing the client wants. A wish is weighed, and may be missed.

    >>> from microneedling import Wish
    >>> Wish(concern="fine lines", by_day=140).weight
    1
    """

    concern: Annotated[Kind, BeforeValidator(canonical(KIND_ALIASES))]
    """what it is about: a concern of the course file"""
    zone: WrittenSite | None = None
    """where, of a course with several zones; everywhere it is a concern when left out"""
    weight: Annotated[Number, Field(gt=0, le=100)] = 1
    """how much it counts beside the other wishes"""
    by_day: Annotated[Whole, Field(ge=1, le=3650)] | None = None
    """day from the first session on which it is to be seen; each plan's own earliest assessment day when left out"""
    chance_percent: Annotated[Number, Field(gt=0, lt=100)] | None = None
    """chance of a noticeable change that is hoped for: told beside the forecast, never a limit"""


class DarkMarks(Written):
    """How likely dark marks may be at most."""

    at_most_percent: Annotated[Number, Field(ge=0, le=100)]
    """chance of dark marks somewhere, %"""
    certainty_percent: Certainty = USUAL_CERTAINTY_PERCENT
    """how sure that must be, %"""


class Downtime(Written):
    """How long one may look treated after a session at most."""

    at_most_day: Annotated[Number, Field(ge=0, le=90)]
    """days of the worst session until nothing shows or leaks"""
    certainty_percent: Certainty = USUAL_CERTAINTY_PERCENT
    """how sure that must be, %"""


class Pain(Written):
    """How much a session may hurt at most, with the numbing of the plan."""

    at_most_vas: Annotated[Number, Field(ge=0, le=10)]
    """pain of the worst session on a scale from 0 to 10"""
    certainty_percent: Certainty = USUAL_CERTAINTY_PERCENT
    """how sure that must be, %"""


class Visits(Written):
    """How many sessions."""

    at_most: Annotated[Whole, Field(ge=0, le=MOST_SESSIONS)] | None = None
    """no more sessions than this"""
    at_least: Annotated[Whole, Field(ge=0, le=MOST_SESSIONS)] | None = None
    """no fewer sessions than this"""


class Weeks(Written):
    """How long the whole course may take, from the first session to the last."""

    at_most: Annotated[Number, Field(gt=0, le=520)]
    """weeks"""


class Gap(Written):
    """How far apart sessions must be."""

    at_least_day: Annotated[Whole, Field(ge=1, le=365)]
    """days from one session to the next"""


class Cost(Written):
    """What the whole course may cost, in the currency of [price]."""

    at_most: Annotated[Number, Field(ge=0)]
    """money"""


class RoomTime(Written):
    """How long a visit may take."""

    at_most_min: Annotated[Number, Field(gt=0, le=720)]
    """minutes"""


class Depth(Written):
    """The operator's own depth cap."""

    at_most_mm: Annotated[Number, Field(ge=0.05, le=5)]
    """set depth, mm"""


class Limits(Written):
    """What must not happen. All may be left out.

    >>> from microneedling import Limits
    >>> Limits(dark_marks={"at_most_percent": 5}).dark_marks.certainty_percent
    80
    """

    dark_marks: DarkMarks | None = None
    """chance of dark marks"""
    downtime: Downtime | None = None
    """days of looking treated, worst session"""
    pain: Pain | None = None
    """pain, worst session"""
    visits: Visits | None = None
    """number of sessions"""
    weeks: Weeks | None = None
    """length of the whole course, first session to last"""
    interval: Gap | None = None
    """days between sessions"""
    cost: Cost | None = None
    """money for the whole course"""
    visit_time: RoomTime | None = None
    """minutes of a visit"""
    depth: Depth | None = None
    """the operator's own depth cap"""


class Event(Written):
    """A day before which nothing may show any more."""

    name: Text
    """what it is, in words of your own"""
    day: Annotated[Whole, Field(ge=1, le=3650)] | None = None
    """day from the first session; or a date"""
    date: Date | None = None
    """the date; needs `start_date`"""
    clear_day: Annotated[Whole, Field(ge=0, le=90)] = 14
    """so many days before it nothing may show"""
    over_before: Flag = True
    """whether the whole course must be over by then; else visits may follow the event"""
    certainty_percent: Certainty = USUAL_CERTAINTY_PERCENT
    """how sure that must be, %"""


class Sun(Written):
    """A stay in strong sun: no session within `clear_day` days before, during, or as long after."""

    name: Text = "sun"
    """what it is, in words of your own"""
    from_day: Annotated[Whole, Field(ge=0, le=3650)] | None = None
    """first day; or a date"""
    to_day: Annotated[Whole, Field(ge=0, le=3650)] | None = None
    """last day; or a date"""
    from_date: Date | None = None
    """first date; needs `start_date`"""
    to_date: Date | None = None
    """last date; needs `start_date`"""
    clear_day: Annotated[Whole, Field(ge=0, le=90)] = 14
    """so many days around it no session"""


class Clinic(Written):
    """What is at hand. Devices stand in [device.NAME] tables as in a course file; left out, those of the course."""

    numbing: tuple[Numbing, ...] = ()
    """anaesthetic creams that can be used, each as in a session; none is always a choice"""
    topical: tuple[Topical, ...] = ()
    """products that can be put on, each as in a session; none is always a choice"""


class Price(Written):
    """The clinic's own prices; none is ever taken by default."""

    currency: Annotated[Text, Field(max_length=12)]
    """currency, as it is printed"""
    session: Annotated[Number, Field(ge=0)]
    """a session with its needles, without what follows"""
    numbing: Annotated[Number, Field(ge=0)] = 0
    """numbing before a session"""
    topical: Annotated[Number, Field(ge=0)] = 0
    """a product at a session"""
    consultation: Annotated[Number, Field(ge=0)] = 0
    """once, before the first session"""


class Minutes(Written):
    """The clinic's own times; none is ever taken by default."""

    session: Annotated[Number, Field(gt=0, le=720)]
    """a session without numbing, with photographs and paperwork, min"""


class Space(Written):
    """What a plan may be made of, where it is not to be as usual.

    Left out, depths are those that the sources of the zone and the concern name, up to every cap.
    """

    sessions: tuple[Annotated[Whole, Field(ge=1, le=MOST_SESSIONS)], ...] = tuple(range(1, MOST_SESSIONS + 1))
    """numbers of sessions to try"""
    interval_day: tuple[Annotated[Whole, Field(ge=7, le=180)], ...] = (14, 21, 28, 42, 56)
    """days between sessions to try"""
    depth_mm: tuple[Annotated[Number, Field(ge=0.05, le=5)], ...] | None = None
    """set depths to try, mm, in every zone"""
    passes: tuple[Annotated[Whole, Field(ge=1, le=20)], ...] = (2, 4, 6)
    """passes to try (stamp: presses)"""
    sunscreen: Literal["as written", "always"] = "always"
    """whether plans count on sunscreen every day, or on the course file's own aftercare"""


class Exchange(Written):
    """What a client would give for what: percentage points of the chance of a noticeable change.

    A plan's worth in a draw is the chance of a noticeable change, by the weights of the wishes, less `dark_marks`
    times the chance of dark marks, less `visit_percent` for each visit and `downtime_day_percent` for each day of
    looking treated. These are wishes, not findings: change them and the stored draws answer anew.
    """

    dark_marks: Worth = 1
    """how many points of benefit one point of the chance of dark marks outweighs"""
    visit_percent: Worth = 1
    """points that a visit must bring"""
    downtime_day_percent: Worth = 0.25
    """points that a day of looking treated must bring"""
    enough_percent: Annotated[Number, Field(gt=0, le=100)] = 50
    """share of the best plan's benefit that the gentlest, fastest, shortest and cheapest plans must still have, %"""
    step_percent: Annotated[Number, Field(gt=0, le=100)] = 5
    """one more session is worth while where it adds at least so many points (stop rule)"""
    same_percent: Annotated[Number, Field(ge=0, le=50)] = 2
    """plans whose benefits differ by no more than so many points are the same within what is known"""


class Judge(Written):
    """By what a plan's benefit is judged: the mean over what is not known, a quantile of it, or its worst scenario."""

    by: Literal["mean", "quantile", "worst"] = "mean"
    """mean, quantile or worst named scenario"""
    quantile_percent: Annotated[Number, Field(gt=0, lt=50)] = 20
    """of `quantile`: so many of a hundred draws are worse"""


class Override(Written):
    """A rule of the safety screen that is set aside, and why; both stay with every plan."""

    rule: Annotated[Text, Field(max_length=4)]
    """short name of the rule, such as "I02" or "S13"; a final stop cannot be set aside"""
    reason: Text
    """why, in words of your own"""


class Goals(Written):
    """Wishes, limits, events and what the clinic has: everything a plan is made from beside the person.

    >>> from microneedling import Goals, Wish
    >>> Goals(wish=[Wish(concern="texture")]).space.sessions[-1]
    8
    """

    format: Literal[1] = FORMAT
    """format number of the goals file"""
    title: Text = "Wishes and limits"
    """a title of your own"""
    start_date: Date | None = None
    """date of the first session at the earliest; only needed where dates are given"""
    wishes: tuple[Wish, ...] = Field(alias="wish", min_length=1)
    """what the client wants, one or more"""
    limits: Limits = Limits()
    """what must not happen"""
    events: tuple[Event, ...] = Field(default=(), alias="event")
    """days before which nothing may show"""
    suns: tuple[Sun, ...] = Field(default=(), alias="sun")
    """stays in strong sun"""
    instruments: dict[Text, Instrument] = Field(default_factory=dict, alias="device")
    """devices at hand, each under a name of your own"""
    clinic: Clinic = Clinic()
    """numbing and products at hand"""
    price: Price | None = None
    """the clinic's own prices; without them nothing is said about money"""
    minutes: Minutes | None = None
    """the clinic's own times; without them nothing is said about minutes"""
    space: Space = Space()
    """what a plan may be made of"""
    exchange: Exchange = Exchange()
    """what the client would give for what"""
    judge: Judge = Judge()
    """by what a plan is judged"""
    overrides: tuple[Override, ...] = Field(default=(), alias="override")
    """rules of the safety screen that are set aside, each with its reason"""
    yearly: Flag = True
    """whether to tell what a session a year afterwards would keep"""

    @model_validator(mode="after")
    def _parts_agree(self) -> Goals:
        if mistakes := self.between(self.as_file()):
            raise disagreeing(list(mistakes))
        return self

    @classmethod
    def between(cls, raw: Mapping[str, Any]) -> Sequence[Mistake]:
        """Mistakes between the parts: wishes and limits that contradict each other, dates that are no days."""
        return disagreements(raw)

    def as_file(self) -> dict[str, Any]:
        """The goals in the shape of a goals file (plain tables, lists, words and numbers)."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def event_day(self, event: Event) -> int:
        """Day of an event, counted from the first session at the earliest."""
        return self._day(event.day, event.date)

    def sun_days(self, sun: Sun) -> tuple[int, int]:
        """First and last day of a stay in the sun."""
        return self._day(sun.from_day, sun.from_date), self._day(sun.to_day, sun.to_date)

    def _day(self, day: int | None, on: Date | None) -> int:
        if day is not None:
            return day
        assert on is not None  # the checks saw to it, and to the start
        return (on - (self.start_date or on)).days
