"""Pictures of a product's pathway into the skin: where it is against time, and the skin in depth at a few hours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ...phrases import number, span
from ...protocol.topicals import TOPICALS
from ...transport.dose import MIN_PER_H
from .. import delivery as delivery_page
from ..draws import quantiles

if TYPE_CHECKING:
    from ...course.course import Topical
    from ...course.pathways import Pathway
    from ...transport.deliver import Delivery


def pathway_views(found: Sequence[Pathway]) -> list[dict[str, Any]]:
    """For each product: where it is against time, and the skin in depth."""
    return [_view(item, order) for order, item in enumerate(found)]


def _view(item: Pathway, order: int) -> dict[str, Any]:
    shown, prefix = delivery_page.page(item.delivery), f"way-{order}"
    return {
        "title": item.topical.name,
        "lead": _put_on_words(item.topical, item.delivery) + _delivered_words(item.delivery),
        "day": number(item.session_day, 4),
        "parts": own_names(shown["parts"], prefix),
        "part_words": shown["part_words"],
        "gain": own_names(shown["gain"], prefix),
        "sections": [{**one, "picture": own_names(one["picture"], prefix)} for one in shown["sections"]],
    }


def _put_on_words(topical: Topical, run: Delivery) -> str:
    product, active = run.file.product, run.file.substance().title
    followed = "" if TOPICALS[topical.name].active == topical.name else f", followed as {active}"
    return (
        f"{topical.name[0].upper()}{topical.name[1:]}{followed}: {number(product.concentration_mg_per_ml)} mg/mL at "
        f"pH {number(product.ph)}, {number(float(product.dose_ul_per_cm2))} µL/cm², put on "
        f"{number(product.applied_after_min, 3)} min after needling"
        f"{f', gone after {number(product.wiped_off_min / MIN_PER_H)} h' if product.wiped_off_min else ''}. "
    )


def _delivered_words(run: Delivery) -> str:
    told = run.drawn.summary
    inside, intact = quantiles(told.delivered_ug_per_cm2), quantiles(told.intact_ug_per_cm2)
    gain = quantiles(told.enhancement_ratio)
    return (
        f"Past the corneum within {number(run.file.hours)} h: {number(inside['median'])} µg/cm² "
        f"({span(inside['low80'], inside['high80'])}); through the same skin, not needled, {number(intact['median'])} "
        f"({span(intact['low80'], intact['high80'])}): {number(gain['median'])} times as much "
        f"({span(gain['low80'], gain['high80'])})."
    )


def own_names(picture: Markup, prefix: str) -> Markup:
    """The picture with names that no other on the page has."""
    named = re.sub(r"\b(parts|gain|slice-\d+)-(title|desc|tint)\b", rf"{prefix}-\1-\2", str(picture))
    return Markup(named)
