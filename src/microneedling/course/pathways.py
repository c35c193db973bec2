"""The pathway of each product of a course into the skin: a delivery of its own through the channels of its session.

The product is followed through the channels of the first session that has it, at the median of every number and in
some draws of all numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..evidence.registry import registry
from ..protocol.products import put_on
from ..protocol.topicals import TOPICALS
from ..transport.deliver import Delivery, deliver
from ..transport.delivery_file import DeliveryFile, DeviceSettings, Product, Subject, Substance
from ..transport.dose import MIN_PER_H
from .protocol import product_of

if TYPE_CHECKING:
    from .course import Course, Session, Topical
    from .forecast import Forecast

HOURS = 24.0
MOST_DRAWS = 60  # enough for a band of a picture


@dataclass(frozen=True)
class Pathway:
    """A product of the course, the first session that has it, and the product followed into the skin."""

    topical: Topical
    session_day: float
    delivery: Delivery
    zone: str = ""
    """which, of a course with several"""


def pathways(forecast: Forecast) -> tuple[Pathway, ...]:
    """Follow every product that has an active in the list, once; solves the permeation of each (seconds).

    Raises `SolverError` where the equations cannot be integrated.
    """
    if forecast.zones:
        return tuple(
            replace(item, zone=site) for site, zone in forecast.by_zone.items() for item in pathways(zone)
        )
    course, seen, found = forecast.course, set(), []
    draws = min(forecast.values.count, MOST_DRAWS)
    for session in course.sessions:
        for topical in session.topical:
            if TOPICALS[topical.name].active and topical.name not in seen:
                seen.add(topical.name)
                file = _file(course, session, topical)
                run = deliver(file, draws, forecast.manifest["seed"])
                found.append(Pathway(topical, session.day, run))
    return tuple(found)


def _file(course: Course, session: Session, topical: Topical) -> DeliveryFile:
    """The product as a delivery of its own, put on as the course puts it on."""
    does, nominal = TOPICALS[topical.name], registry().nominal()
    strength, volume = put_on(product_of(topical), does, nominal)
    return DeliveryFile(
        title=topical.name,
        hours=HOURS,
        active=Substance(name=does.active),
        product=Product(
            concentration_mg_per_ml=float(strength[0]),
            dose_ul_per_cm2=float(volume[0]),
            applied_after_min=topical.applied_after_min,
            wiped_off_min=MIN_PER_H * float(nominal["adjunct.product_stay_h"][0]),
            occluded=course.aftercare.occlusion_h > 0 and bool(does.drivers),
        ),
        person=Subject.of(course.person),
        instrument=course.instrument_of(session),
        needling=_settings(session),
    )


def _settings(session: Session) -> DeviceSettings:
    keys = ("depth_mm", "passes", "glide_speed_mm_per_s", "seconds_per_cm2")
    given = {key: getattr(session, key) for key in keys}
    return DeviceSettings.model_validate({key: value for key, value in given.items() if value is not None})
