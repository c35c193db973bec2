"""What a client wishes and what must not happen: as a form, and as the planner takes it, course file and goals file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....device.library import device_types
from ....errors import InputError
from ...records.screened import Person
from ...records.words import number_of
from ..forms import Clinical, choice, number, text

CREAMS = ("lidocaine 4 %", "lidocaine 5 %", "EMLA", "tetracaine 4 %")
SUN = (("none", gettext_lazy("none")), ("little", gettext_lazy("little")))
SUN += (("some", gettext_lazy("some, as in a city")), ("daily", gettext_lazy("daily, outdoors")))
RETINOIDS = (("none", gettext_lazy("none")), ("retinol", gettext_lazy("retinol")))
RETINOIDS += (("tretinoin", gettext_lazy("tretinoin")),)
DRAWS, SEED = 64, 1
NO_CURRENCY = "–"  # prices without one: a goals file names one always
# Field -> where its number stands in a goals file.
LIMITS: dict[str, tuple[str, str]] = {
    "visits_least": ("visits", "at_least"),
    "visits_most": ("visits", "at_most"),
    "interval": ("interval", "at_least_day"),
    "weeks": ("weeks", "at_most"),
    "downtime": ("downtime", "at_most_day"),
    "marks": ("dark_marks", "at_most_percent"),
    "pain": ("pain", "at_most_vas"),
    "cost": ("cost", "at_most"),
    "depth": ("depth", "at_most_mm"),
}
WHOLE = {"visits_least", "visits_most", "interval", "event_clear", "sun_clear"}
PRICES = {"price_session": "session", "price_numbing": "numbing", "price_consultation": "consultation"}
GIVES = {"give_marks": "dark_marks", "give_visit": "visit_percent", "give_day": "downtime_day_percent"}


def day(label: Any, help_text: Any = "") -> forms.DateField:
    """A field for a day."""
    shown = forms.DateInput({"type": "date", "class": "short"}, "%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=shown)


class Wishes(Clinical):
    """Wishes and limits; each concern of the client adds a field for how much it counts."""

    start = day(gettext_lazy("First session from"))
    seen_by = day(
        gettext_lazy("To be seen by"),
        gettext_lazy("Left empty: each plan is judged on the first day on which its result can be."),
    )
    visits_least = number(gettext_lazy("Sessions, at least"), inputmode="numeric")
    visits_most = number(gettext_lazy("Sessions, at most"), inputmode="numeric")
    interval = number(gettext_lazy("Days apart, at least"), inputmode="numeric")
    weeks = number(gettext_lazy("Weeks, at most"))
    downtime = number(gettext_lazy("Days looking treated, at most"))
    marks = number(gettext_lazy("Dark marks of 100, at most"))
    pain = number(gettext_lazy("Pain of 10, at most"))
    cost = number(gettext_lazy("Cost in all, at most"))
    depth = number(gettext_lazy("No deeper than, mm"))
    event_name = text(gettext_lazy("Event"), most=60)
    event_on = day(gettext_lazy("Its day"))
    event_clear = number(gettext_lazy("Clear days before it"), inputmode="numeric")
    sun_from = day(gettext_lazy("Strong sun from"))
    sun_to = day(gettext_lazy("until"))
    sun_clear = number(gettext_lazy("Clear days around it"), inputmode="numeric")
    device = choice(gettext_lazy("Device"), [])
    cream = choice(
        gettext_lazy("Numbing cream"),
        [("", gettext_lazy("none")), *((name, name) for name in CREAMS)],
    )
    cream_min = number(gettext_lazy("Minutes on the skin"))
    area = number(gettext_lazy("Area of a zone, cm²"))
    sun = choice(gettext_lazy("Sun on this skin"), SUN)
    sunscreen = forms.BooleanField(label=gettext_lazy("Sunscreen every day"), required=False)
    retinoid = choice(gettext_lazy("Retinoid at home"), RETINOIDS)
    smoker = forms.BooleanField(label=gettext_lazy("Smokes"), required=False)
    currency = text(gettext_lazy("Currency"), most=12, short=True)
    price_session = number(gettext_lazy("A session"))
    price_numbing = number(gettext_lazy("Numbing"))
    price_consultation = number(gettext_lazy("Consultation"))
    give_marks = number(gettext_lazy("One dark mark outweighs so many people who notice a change"))
    give_visit = number(gettext_lazy("A visit must bring so many more of 100"))
    give_day = number(gettext_lazy("A day of looking treated must bring so many more of 100"))

    def __init__(self, *given: Any, concerns: Sequence[Any] = (), devices: Sequence[Any] = (), **more: Any):
        super().__init__(*given, **more)
        self.concerns = list(concerns)
        for row in self.concerns:
            name = f"weight-{row.pk}"
            self.fields[name] = number(f"{row.concern.capitalize()}, {row.zone}", required=False)
        known = [name for name, kind in device_types().items() if kind.kind == "pen" or kind.generic]
        self.fields["device"].choices = [(name, name) for name in known]  # type: ignore[attr-defined]
        self.caps = {item.name: item.most_depth_mm for item in devices if item.most_depth_mm}

    @property
    def weights(self) -> list[Any]:
        """The fields of the concerns."""
        return [self[f"weight-{row.pk}"] for row in self.concerns]

    def first(self, earliest: date) -> dict[str, Any]:
        """What stands in the form before anybody typed."""
        held: dict[str, Any] = {f"weight-{row.pk}": "1" for row in self.concerns}
        held |= {"start": earliest, "interval": "28", "event_clear": "14", "sun_clear": "14"}
        held |= {"device": "pen, 12 needles", "cream_min": "30", "area": "80", "sun": "some"}
        held |= {
            "retinoid": "none",
            "sunscreen": True,
            "give_marks": "1",
            "give_visit": "1",
            "give_day": "0.25",
        }
        if self.caps:
            held["depth"] = f"{max(self.caps.values()):g}"
        return held

    def numbers(self) -> dict[str, float]:
        """Every number that was typed; one that is none is told at its field, all at once."""
        found = {}
        for name, field in self.fields.items():
            typed = str(self.cleaned_data.get(name) or "").strip()
            if not typed or "short" not in str(field.widget.attrs.get("class", "")):
                continue
            if isinstance(field, forms.DateField) or name == "currency":
                continue
            try:
                value = number_of(typed, name)
            except InputError:
                self.add_error(name, _("This is no number. Give one such as 3 or 2,5."))
                continue
            if name in WHOLE and value != int(value):
                self.add_error(name, _("Give a whole number."))
                continue
            found[name] = int(value) if name in WHOLE else value
        return found

    def clean(self) -> dict[str, Any]:
        """What belongs together is there together."""
        found = super().clean() or self.cleaned_data
        self.typed = self.numbers()
        if bool(found.get("event_on")) != bool(found.get("event_name")):
            name = "event_name" if found.get("event_on") else "event_on"
            self.add_error(name, _("An event has a name and a day: give both, or neither."))
        if bool(found.get("sun_from")) != bool(found.get("sun_to")):
            name = "sun_to" if found.get("sun_from") else "sun_from"
            self.add_error(name, _("Give the first and the last day, or neither."))
        elif found.get("sun_from") and found["sun_to"] < found["sun_from"]:
            self.add_error("sun_to", _("This day lies before the first one."))
        if self.concerns and not any(self.typed.get(f"weight-{row.pk}") for row in self.concerns):
            self.add_error(
                f"weight-{self.concerns[0].pk}", _("At least one concern must count: more than 0.")
            )
        if "cost" in self.typed and "price_session" not in self.typed:
            self.add_error("price_session", _("A limit on cost needs the price of a session."))
        return found

    def stand_in(self, start: date) -> None:
        """Give what is wrong or was left out something in its place, so that the planner can judge all the rest."""
        found, usual = self.cleaned_data, self.first(start)
        for name in self.fields:
            found.setdefault(name, usual.get(name))
        found["start"] = found["start"] or start
        for one, other in (("event_on", "event_name"), ("sun_from", "sun_to")):
            if not (found[one] and found[other]):
                found[one] = found[other] = None  # the pair is left out
        if "price_session" not in self.typed:
            self.typed.pop("cost", None)
        if not self.chosen():
            self.typed |= {f"weight-{row.pk}": 1 for row in self.concerns}

    def chosen(self) -> list[Any]:
        """The concerns that count."""
        return [row for row in self.concerns if self.typed.get(f"weight-{row.pk}", 0) > 0]

    def mistaken(self, error: InputError) -> None:
        """What the planner found in the two files, beside the fields it came from."""
        places = {f"limits.{table}.{key}": name for name, (table, key) in LIMITS.items()}
        places |= {f"price.{key}": name for name, key in PRICES.items()}
        places |= {f"exchange.{key}": name for name, key in GIVES.items()}
        places |= {"start_date": "start", "event[0].date": "event_on", "event[0].clear_day": "event_clear"}
        places |= {"event[0]": "event_on", "sun[0]": "sun_from", "price.currency": "currency"}
        places |= {
            "sun[0].from_date": "sun_from",
            "sun[0].to_date": "sun_to",
            "sun[0].clear_day": "sun_clear",
        }
        places |= {f"limits.{table}": name for name, (table, _key) in reversed(LIMITS.items())}
        places |= {f"wish[{k}].weight": f"weight-{row.pk}" for k, row in enumerate(self.chosen())}
        places |= {f"wish[{k}].by_day": "seen_by" for k, _row in enumerate(self.chosen())}
        self.names = tuple(places.items())
        new = [item for item in error.mistakes if places.get(item.path) not in self.errors]
        super().mistaken(InputError(error.source, new))  # nothing more of what is wrong already


def course_tables(
    form: Wishes, person: Person, conditions: Sequence[str] | None, starts: Mapping[Any, Sequence[Any]]
) -> dict[str, Any]:
    """The course file of the person: no sessions yet but the areas of several zones, which the planner reads of it.

    `conditions`: None where no screening says which there are; `starts`: concern -> the readings to start from.
    """
    found, chosen = form.cleaned_data, form.chosen()
    zones = list(dict.fromkeys(row.zone for row in chosen))
    about: dict[str, Any] = {"age_year": person.age_year, "phototype": person.phototype, "site": zones[0]}
    about |= {"sex": "male" if person.sex == "male" else "female", "smoker": bool(found["smoker"])}
    if conditions is not None:
        about["conditions"] = list(conditions)
    concerns = []
    for row in chosen:
        table: dict[str, Any] = {"kind": row.concern, **({"subtype": row.subtype} if row.subtype else {})}
        readings = starts.get(row.pk, ())
        if readings:
            last = readings[-1].scale
            values = [item.value for item in readings if item.scale == last]
            table |= {"scale": last, "baseline": sum(values) / len(values)}
        if len(zones) > 1:
            table["zone"] = [row.zone]
        concerns.append(table)
    tables: dict[str, Any] = {"format": 2, "title": ", ".join(dict.fromkeys(row.concern for row in chosen))}
    tables["title"] = tables["title"].capitalize()
    tables |= {"person": about, "concern": concerns, "device": {"pen": {"device": found["device"]}}}
    tables["aftercare"] = {"sun": found["sun"], "sunscreen": bool(found["sunscreen"])}
    tables["aftercare"]["retinoid"] = found["retinoid"]
    if len(zones) > 1:
        area = {"area_cm2": form.typed["area"]} if "area" in form.typed else {}
        held = [{"site": zone, **area} for zone in zones]
        tables["session"] = [{"day": 0, "device": "pen", "depth_mm": 0.5, "passes": 2, "zone": held}]
    return tables


def goals_tables(form: Wishes, overrides: Sequence[Mapping[str, str]], no_cream: bool) -> dict[str, Any]:
    """The goals file; `overrides`: rules that are set aside, each with its reason; `no_cream`: an allergy bars it."""
    found, typed = form.cleaned_data, form.typed
    start = found["start"]
    wish = []
    for row in form.chosen():
        one = {"concern": row.concern, "weight": typed[f"weight-{row.pk}"]}
        if len({item.zone for item in form.chosen()}) > 1:
            one["zone"] = row.zone
        if found["seen_by"]:
            one["by_day"] = (found["seen_by"] - start).days
        wish.append(one)
    limits: dict[str, dict[str, float]] = {}
    for name, (table, key) in LIMITS.items():
        if name in typed:
            limits.setdefault(table, {})[key] = typed[name]
    tables: dict[str, Any] = {"format": 1, "title": _("Wishes and limits"), "start_date": start.isoformat()}
    tables |= {"wish": wish, "limits": limits}
    if found["event_on"]:
        event = {"name": found["event_name"], "date": found["event_on"].isoformat()}
        tables["event"] = [event | {"clear_day": typed.get("event_clear", 14)}]
    if found["sun_from"]:
        ends = {"from_date": found["sun_from"].isoformat(), "to_date": found["sun_to"].isoformat()}
        tables["sun"] = [{"name": _("sun"), **ends, "clear_day": typed.get("sun_clear", 14)}]
    if found["cream"] and not no_cream:
        cream: dict[str, Any] = {"product": found["cream"], "minutes": typed.get("cream_min", 30)}
        tables["clinic"] = {"numbing": [cream | ({"area_cm2": typed["area"]} if "area" in typed else {})]}
    if "price_session" in typed:
        prices = {key: typed[name] for name, key in PRICES.items() if name in typed}
        tables["price"] = {"currency": found["currency"] or NO_CURRENCY, **prices}
    tables["exchange"] = {key: typed[name] for name, key in GIVES.items() if name in typed}
    tables["space"] = {"sunscreen": "as written"}
    if overrides:
        tables["override"] = [dict(item) for item in overrides]
    return tables
