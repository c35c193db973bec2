"""Plans that a search found, in words for two people at one screen: people of a hundred, days, dates, money."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from markupsafe import Markup

from ....figures.fan import Fan, extent, fan_chart, shared_extents
from ....figures.visits import visits_line
from ....planner.relaxed import DAY
from ....report.plans.fans import drawn_from
from ..language.numbers import spelt

FEW = 0.01  # a harm rarer than this turns all figures of a page into a thousand
CHART = (340.0, 210.0)
# Name of a plan -> what it is called here, and why it is shown.
NAMES: dict[str, tuple[Any, Any]] = {
    "nothing": (gettext_lazy("No treatment"), gettext_lazy("To compare with: what time alone does.")),
    "balanced": (
        gettext_lazy("Most for what it asks"),
        gettext_lazy(
            "The best plan by what you said a dark mark, a visit and a day of looking treated weigh."
        ),
    ),
    "most change": (
        gettext_lazy("Most change"),
        gettext_lazy("Most people notice a change; where others do as well, this asks least for it."),
    ),
    "gentlest": (
        gettext_lazy("Gentlest"),
        gettext_lazy(
            "Fewest dark marks, then fewest days of looking treated, with a good part of the change."
        ),
    ),
    "fastest": (gettext_lazy("Shortest"), gettext_lazy("Over first, with a good part of the change.")),
    "fewest visits": (
        gettext_lazy("Fewest visits"),
        gettext_lazy("Fewest visits, with a good part of the change."),
    ),
    "least cost": (gettext_lazy("Cheapest"), gettext_lazy("Costs least, with a good part of the change.")),
    "nearest": (
        gettext_lazy("Nearest to the limits"),
        gettext_lazy("No plan keeps every limit; this one misses them by least."),
    ),
    "moved": (gettext_lazy("Moved by hand"), gettext_lazy("Made from another plan by hand.")),
}


def total_for(plans: Sequence[Mapping[str, Any]]) -> int:
    """Of how many people a page tells everything: a hundred, or a thousand where a harm is rarer than one of these."""
    rare = any(0 < item["objectives"]["dark marks"]["mean"] < FEW for item in plans)
    return 1000 if rare else 100


def people(share: float, total: int) -> str:
    """`42 of 100`."""
    return _("%(count)s of %(total)s") % {"count": round(share * total), "total": total}


def could_be(held: Mapping[str, float], total: int) -> str:
    """`could be 25 to 60`."""
    low, high = (round(held[name] * total) for name in ("low80", "high80"))
    return _("could be %(low)s to %(high)s") % {"low": low, "high": high}


def days(held: Mapping[str, float]) -> tuple[str, str]:
    """Whole days, and the range."""
    middle, low, high = (math.ceil(held[name]) for name in ("median", "low80", "high80"))
    words = ngettext("%(n)s day", "%(n)s days", middle) % {"n": middle}
    return words, _("could be %(low)s to %(high)s") % {"low": low, "high": high}


def named(item: Mapping[str, Any], all_names: bool = True) -> str:
    """All names of a plan as one, or the first of them alone."""
    told = [str(NAMES[name][0]) for name in item["names"][: None if all_names else 1]]
    return told[0] + "".join(f", {words[:1].lower()}{words[1:]}" for words in told[1:])


def design(course: Mapping[str, Any]) -> str:
    """What is done, in a line."""
    sessions = course.get("session") or []
    if not sessions:
        return _("No sessions.")
    parts = []
    for session in sessions:
        told = "; ".join(_setting(part, session) for part in session.get("zone") or [session])
        parts.append(told)
    gaps = sorted({b["day"] - a["day"] for a, b in itertools.pairwise(sessions)})
    apart = ""
    if gaps:
        between = f"{gaps[0]}" if len(gaps) == 1 else f"{gaps[0]}–{gaps[-1]}"
        apart = _(", %(days)s days apart") % {"days": between}
    count = ngettext("%(n)s session", "%(n)s sessions", len(sessions)) % {"n": len(sessions)}
    alike = list(dict.fromkeys(parts))
    cream = sessions[0].get("numbing") or {}
    numb = f"; {cream['product']}, {spelt(cream['minutes'])} min" if cream else ""
    return f"{count}{apart}: {' / '.join(alike)}{numb}"


def _setting(part: Mapping[str, Any], session: Mapping[str, Any]) -> str:
    depth = part.get("depth_mm", session.get("depth_mm"))
    passes = part.get("passes", session.get("passes"))
    words = _("%(depth)s mm, %(passes)s passes") % {"depth": spelt(depth), "passes": spelt(passes or 0)}
    return f"{part['site']}: {words}" if part.get("site") else words


def rows_of(item: Mapping[str, Any], total: int, currency: str, start: date) -> list[dict[str, str]]:
    """What a plan brings, risks and asks: its label, its value, and how far it could be."""
    held, treated = item["objectives"], bool(item["course"].get("session"))
    benefit, marks = held["benefit"], held["dark marks"]
    still = round(benefit["high80"] * total) == 0
    ends = "" if still else could_be(benefit, total)
    rows = [_row(_("Notice a change"), people(benefit["mean"], total), ends)]
    rows.append(_row(_("Notice none"), people(1 - benefit["mean"], total), ""))
    nobody = _("none from needling")
    rows.append(
        _row(_("Get dark marks"), people(marks["mean"], total), could_be(marks, total))
        if treated
        else _row(_("Get dark marks"), nobody, "")
    )
    red = item.get("red")
    rows.append(_row(_("Red after a visit"), *(days(red) if treated and red else (_("none"), ""))))
    rows.append(
        _row(_("Look treated after a visit"), *days(held["downtime"]))
        if treated
        else _row(_("Look treated after a visit"), _("none"), "")
    )
    pain = f"{held['pain']['median']:.0f}"
    hurts = {"low": f"{held['pain']['low80']:.0f}", "high": f"{held['pain']['high80']:.0f}"}
    rows.append(
        _row(
            _("Pain, of 10"),
            pain if treated else "0",
            _("could be %(low)s to %(high)s") % hurts if treated else "",
        )
    )
    rows.append(_row(_("Visits"), f"{held['visits']['median']:g}", ""))
    weeks = f"{held['weeks']['median']:g}"
    rows.append(_row(_("Weeks from first to last"), weeks if treated else _("none"), ""))
    if "cost" in held:
        rows.append(_row(_("Cost"), f"{spelt(held['cost']['median'])} {currency}".strip(), ""))
    judged = start + timedelta(days=item["assessment_day"])
    rows.append(_row(_("Judge it from"), date_format(judged, "j M Y") if treated else "–", ""))
    return rows


def _row(label: str, value: str, ends: str) -> dict[str, str]:
    return {"label": label, "value": value, "ends": ends}


def charts_of(
    item: Mapping[str, Any], name: str, shared: Mapping[str, tuple[float, float]]
) -> list[tuple[str, Markup]]:
    """The fans of a plan with their titles; charts that stand side by side share their range."""
    found = []
    for order, held in enumerate(item["fans"]):
        fan = drawn_from(held, f"{name}-{order}")
        limits = shared.get(f"{fan.title} {fan.kin}") or extent(fan)
        found.append((fan.title, fan_chart(fan, limits, *CHART)))
    return found


def ranges(plans: Sequence[Mapping[str, Any]]) -> dict[str, tuple[float, float]]:
    """One vertical range for the same outcome in all plans."""
    held: dict[str, list[Fan]] = {}
    for item in plans:
        for one in item["fans"]:
            fan = drawn_from(one)
            held.setdefault(f"{fan.title} {fan.kin}", []).append(fan)
    return {key: next(iter(shared_extents(fans).values())) for key, fans in held.items()}


def line_of(item: Mapping[str, Any], name: str) -> Markup:
    """The visits by week."""
    sessions = item["course"].get("session") or []
    return visits_line([float(one["day"]) for one in sessions], float(item["assessment_day"]), name)


def calendar_of(item: Mapping[str, Any], start: date) -> list[tuple[date, str]]:
    """The days that a client must know, as dates."""
    return [(start + timedelta(days=one["day"]), one["what"]) for one in item["calendar"]]


def limits_told(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each limit, whether it is kept and how surely, in people of a hundred like them."""
    found = []
    for one in item["limits"]:
        sure = ""
        if one["certainty"] is not None:
            sure = _("kept in %(share)s of 100 of what may be") % {
                "share": round(100 * one["met_probability"])
            }
        found.append({"asked": one["asked"], "holds": one["holds"], "sure": sure})
    return found


def regret_words(item: Mapping[str, Any], total: int) -> str:
    """What not knowing costs with this plan, in words."""
    lost = round(item["regret"] * total)
    if lost <= 0:
        return _("Even knowing everything beforehand, no other plan shown would have been better.")
    words = _(
        "Who knew everything beforehand would at times choose another of these plans. Not knowing costs this one, on "
        "average, as much as %(lost)s of %(total)s people fewer who notice a change."
    )
    return words % {"lost": lost, "total": total}


def why_words(item: Mapping[str, Any]) -> list[str]:
    """Why this plan is shown: what it is first in, what leaving out or adding a visit would do."""
    told = [str(NAMES[name][1]) for name in item["names"]]
    less, more = item.get("skipping_the_last_session_costs"), item.get("one_more_session_adds")
    if less is not None:
        told.append(
            _("Without the last visit %(n)s of 100 fewer would notice a change.") % {"n": round(100 * less)}
        )
    if more is not None:
        told.append(_("One visit more would add %(n)s of 100.") % {"n": round(100 * more)})
    for names in item.get("same_as", ()):
        other = named({"names": names.split(", ")})
        told.append(_("Within what is known it is the same as: %(other)s.") % {"other": other})
    return told


def bought_words(one: Mapping[str, Any], total: int, start: date) -> tuple[str, str]:
    """A limit given way on, and what that buys; days of an event as dates."""
    unit = f" {one['unit']}" if one["unit"] else ""
    name = one["name"][:1].upper() + one["name"][1:]
    way = _("%(name)s: %(to)s%(unit)s instead of %(asked)s%(unit)s")
    told = way % {
        "name": name,
        "to": spelt(float(f"{one['to']:.3g}")),
        "asked": spelt(one["asked"]),
        "unit": unit,
    }
    if one["unit"] == DAY:
        days_of = {
            key: date_format(start + timedelta(days=int(one[key])), "j F Y") for key in ("to", "asked")
        }
        told = _("%(name)s: on %(to)s instead of %(asked)s") % {"name": name, **days_of}
    buys = _("buys %(design)s: %(notice)s notice a change, %(marks)s get dark marks") % {
        "design": one["design"],
        "notice": people(one["objectives"]["benefit"]["mean"], total),
        "marks": people(one["objectives"]["dark marks"]["mean"], total),
    }
    return told, buys
