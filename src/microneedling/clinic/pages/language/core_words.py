"""Words that records share with course files and the registry, marked so that catalogues have them.

They are kept in English, for files and programs; a page shows them through the filter `word`, a list through `spoken`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

VIEWS = (_("front"), _("left 45°"), _("left 90°"), _("right 45°"), _("right 90°"))
ZONES = (
    *(_("cheek"), _("forehead"), _("temple"), _("glabella"), _("periorbital"), _("nose"), _("perioral")),
    *(_("chin"), _("jawline"), _("neck"), _("abdomen"), _("thigh"), _("arm"), _("forearm"), _("back")),
    *(_("breast"), _("buttock"), _("hand")),
)
CONCERNS = (
    *(_("fine lines"), _("texture"), _("tone"), _("pores"), _("atrophic acne scar"), _("surgical scar")),
    *(_("traumatic scar"), _("hyperpigmentation"), _("melasma"), _("dryness"), _("laxity")),
    *(_("striae alba"), _("striae rubra"), _("rejuvenation")),
)
SCAR_TYPES = (_("rolling"), _("boxcar"), _("icepick"), _("mixed"))
DEVICES = (_("pen"), _("roller"), _("stamp"))
COURSE_FIELDS = (
    *(
        _("day"),
        _("depth"),
        _("passes"),
        _("density per cm2"),
        _("glide speed"),
        _("needle length"),
        _("device"),
    ),
    *(
        _("needle count"),
        _("needle diameter"),
        _("frequency"),
        _("strokes"),
        _("repeat"),
        _("every"),
        _("site"),
    ),
    *(_("product"), _("minutes"), _("title"), _("strength"), _("numbing"), _("sunscreen"), _("aftercare")),
)
SCALE_LABELS = (
    _("Lemperle wrinkle grade"),
    _("wrinkle severity rating scale"),
    _("Alexiades-Armenakas grade"),
    _("global aesthetic improvement"),
    _("FACE-Q"),
    _("Goodman-Baron grade"),
    _("Goodman-Baron score"),
    _("ECCA score"),
    _("acne scar assessment score"),
    _("Vancouver scar scale"),
    _("POSAS, mean item of the patient part"),
    _("Manchester scar scale"),
    _("visual analogue scale, 100 mm"),
    _("MASI"),
    _("mMASI"),
    _("MELASQoL"),
    _("improvement"),
    _("improvement of striae, quartiles"),
)
GROUPS = (_("owner"), _("practitioner"), _("assistant"), _("reader"), _("researcher"))
OUTCOMES = (
    *(_("fine lines and wrinkles"), _("texture"), _("firmness"), _("scar severity"), _("pigmentation")),
    *(_("striae"), _("roughness"), _("tone evenness")),
)
FOLLOWED = (
    *(_("rolling acne scars"), _("boxcar acne scars"), _("icepick acne scars"), _("mixed acne scars")),
    *(_("rolling acne scars, improvement"), _("boxcar acne scars, improvement")),
    *(_("icepick acne scars, improvement"), _("mixed acne scars, improvement")),
    *(_("surgical scar, improvement"), _("traumatic scar, improvement"), _("overall rejuvenation")),
    *(_("roughness Ra"), _("colour contrast"), _("pore diameter"), _("skin blood flow"), _("melanin index")),
    *(_("melanin index of the spot"), _("stratum corneum hydration"), _("transepidermal water loss")),
    *(_("Cutometer R2"), _("Cutometer R7")),
)
READ_IN = (_("grade"), _("grades"), _("category"), _("categories"), _("points"), _("ratio"))
LIGHTS = (_("from the side"),)
UNITS = (_("piece"),)
BENCH = (
    *(
        _("Device"),
        _("Set depth"),
        _("Passes (density)"),
        _("Sessions"),
        _("Days between them"),
        _("Concern"),
    ),
    *(_("Site"), _("Phototype"), _("Age"), _("Active"), _("Strength"), _("Amount put on"), _("Not needled")),
    *(_("Needle length or set depth"), _("Put on after the needling"), _("Followed for"), _("Reached depth")),
    *(
        _("Channels"),
        _("Channels open for"),
        _("Water loss after a day, change"),
        _("Red for"),
        _("Downtime"),
    ),
    *(_("Chance that the change is noticed"), _("Strikes per cm²"), _("Open share of the surface")),
    *(_("Bleeding points per cm²"), _("Barrier open for"), _("Pain without a cream, 0-10"), _("Dark marks")),
    *(_("per cm²"), _("days"), _("years")),
)
JOBS = (_("forecast"), _("track"), _("photo"))


def spoken(words: Iterable[str]) -> list[tuple[str, Any]]:
    """Words as the choices of a field: what is kept, and what is shown."""
    return [(word, gettext_lazy(word)) for word in words]
