"""Pictures of a product's way in: where it is against time, and the skin in depth at a few hours.

The product is followed as a delivery of its own through the channels of the first session that has it, at the median
of every number, with some draws around the amount that gets in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ...evidence.registry import registry
from ...phrases import number, span
from ...protocol.products import put_on
from ...protocol.topicals import TOPICALS
from ...transport.dose import MIN_PER_H
from ..draws import quantiles

if TYPE_CHECKING:
    from ...course.course import Course, Session, Topical
    from ...course.forecast import Result
    from ...transport.delivery_run import Carried
    from ...transport.delivery_summary import Summary

PICTURE_HOURS = 24.0
PICTURE_DRAWS = 60  # enough for a band of a picture


def pictures(result: Result) -> list[dict[str, Any]]:
    """For each product, in the first session that has it: where it is against time, and the skin in depth."""
    course, seen, found = result.course, set(), []
    for session in course.sessions:
        for topical in session.topical:
            if TOPICALS[topical.name].active and topical.name not in seen:
                seen.add(topical.name)
                found.append(_picture(course, session, topical, len(found), result))
    return found


def _picture(
    course: Course, session: Session, topical: Topical, order: int, result: Result
) -> dict[str, Any]:
    from ...transport.delivery_run import carry_out
    from .. import delivery as delivery_page

    draws = min(result.values.count, PICTURE_DRAWS)
    run = carry_out(_file(course, session, topical), draws, result.manifest["seed"])
    told = delivery_page.page(run)
    prefix = f"way-{order}"
    return {
        "title": topical.name,
        "lead": _put_on_words(topical, run) + _delivered_words(run.drawn_summary),
        "day": number(session.day, 4),
        "parts": own_names(told["parts"], prefix),
        "part_words": told["part_words"],
        "gain": own_names(told["gain"], prefix),
        "sections": [{**item, "picture": own_names(item["picture"], prefix)} for item in told["sections"]],
    }


def _put_on_words(topical: Topical, run: Carried) -> str:
    product, active = run.file.product, run.file.substance().title
    followed = "" if TOPICALS[topical.name].active == topical.name else f", followed as {active}"
    return (
        f"{topical.name[0].upper()}{topical.name[1:]}{followed}: {number(product.concentration_mg_per_ml)} mg/mL at "
        f"pH {number(product.ph)}, {number(float(product.dose_ul_per_cm2))} µL/cm², put on "
        f"{number(product.applied_after_min, 3)} min after needling"
        f"{f', gone after {number(product.wiped_off_min / MIN_PER_H)} h' if product.wiped_off_min else ''}. "
    )


def _delivered_words(told: Summary) -> str:
    inside, intact = quantiles(told.delivered_ug_per_cm2), quantiles(told.intact_ug_per_cm2)
    gain = quantiles(told.enhancement_ratio)
    return (
        f"Past the corneum within {number(PICTURE_HOURS)} h: {number(inside['median'])} µg/cm² "
        f"({span(inside['low80'], inside['high80'])}); through the same skin, not needled, {number(intact['median'])} "
        f"({span(intact['low80'], intact['high80'])}): {number(gain['median'])} times as much "
        f"({span(gain['low80'], gain['high80'])})."
    )


def own_names(picture: Markup, prefix: str) -> Markup:
    """The picture with names that no other on the page has."""
    named = re.sub(r"\b(parts|gain|slice-\d+)-(title|desc|tint)\b", rf"{prefix}-\1-\2", str(picture))
    return Markup(named)


def _file(course: Course, session: Session, topical: Topical) -> Any:
    """The product as a delivery of its own, put on as the course puts it on."""
    from ...transport.delivery_file import DeliveryFile, DeviceSettings, Product, Subject, Substance

    does, nominal, person = TOPICALS[topical.name], registry().nominal(), course.person
    strength, volume = put_on(topical, does, nominal)
    file = DeliveryFile(
        title=topical.name,
        hours=PICTURE_HOURS,
        active=Substance(name=does.active),
        product=Product(
            concentration_mg_per_ml=float(strength[0]),
            dose_ul_per_cm2=float(volume[0]),
            applied_after_min=topical.applied_after_min,
            wiped_off_min=MIN_PER_H * float(nominal["adjunct.product_stay_h"][0]),
            occluded=course.aftercare.occlusion_h > 0 and bool(does.drivers),
        ),
        person=Subject(age_year=person.age_year, sex=person.sex, site=person.site),
        needling=DeviceSettings(
            depth_mm=session.depth_mm,
            passes=session.passes,
            glide_speed_mm_per_s=session.glide_speed_mm_per_s,
        ),
    )
    return file.model_copy(update={"instrument": course.instrument_of(session)})
