"""A written course as the solver runs it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..device.needling import Needling
from ..protocol.products import Product
from ..protocol.protocol import Protocol, Session
from ..skin.lesion import lesional_pigment_kind, tissue_kinds
from ..transport.anaesthesia import Cream
from . import course as written
from .needling import needling_of


def protocol_of(course: written.Course, output_day: np.ndarray, **numerics: Any) -> Protocol:
    """The protocol of a course, with every tissue that its concerns ask about, to be known on `output_day`.

    `numerics` are fields of `Protocol`: geometry, tolerance, kernel, threads, effect_share.
    """
    return Protocol(
        people=course.person,
        sessions=sessions_of(course),
        aftercare=course.aftercare,
        output_day=np.asarray(output_day, float),
        tissue_kinds=tissue_kinds(course.concerns),
        lesional_pigment=lesional_pigment_kind(course.concerns),
        **numerics,
    )


def sessions_of(course: written.Course) -> tuple[Session, ...]:
    """Every session of a course; sessions needled in the same way share one `Needling`."""
    needlings: dict[Any, Needling] = {}
    found = []
    for session in course.sessions:
        how = (session.passes, session.glide_speed_mm_per_s, session.seconds_per_cm2)
        settings = (session.instrument, session.depth_mm, *how)
        if settings not in needlings:
            needlings[settings] = needling_of(course, session)
        products = tuple(product_of(topical) for topical in session.topical)
        cream = None if session.numbing is None else cream_of(session.numbing)
        found.append(Session(float(session.day), needlings[settings], products, cream, session.area_cm2))
    return tuple(found)


def product_of(topical: written.Topical) -> Product:
    """A written topical as it is put on."""
    return Product(
        topical.name,
        topical.concentration_mg_per_ml,
        topical.dose_ul_per_cm2,
        float(topical.applied_after_min),
    )


def cream_of(numbing: written.Numbing) -> Cream:
    """A written numbing as it is put on."""
    return Cream(numbing.product, float(numbing.minutes), numbing.occluded, numbing.pre_roll_mm)
