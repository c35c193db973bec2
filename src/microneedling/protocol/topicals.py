"""Topicals and numbing products by name, and what the model lets each of them do.

`effect` names the driver of `healing.process` that a topical moves, or says that its effect is not modelled; how
far it moves follows from what is delivered (`protocol.products`). Naming a product without an effect is allowed, is
kept in the record, and changes nothing in the forecast.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator

from ..inputs.written import canonical

NOT_MODELLED = "not modelled"
PLATELETS = "platelet-rich plasma"  # adds to the platelet signal of the session itself


@dataclass(frozen=True)
class TopicalEffect:
    """What a topical does in the model, in words and in names of numbers.

    `drivers` are the drivers of `healing.process` it moves (PRP adds to the platelet signal instead); `active` the
    substance of `transport.actives` whose exposure in `layer` sets how far; `key` the stem of its numbers in the
    registry group `adjunct`. Without an active the full effect is taken, whatever gets in.
    """

    effect: str
    about: str
    drivers: tuple[str, ...] = ()
    active: str = ""
    layer: str = ""
    key: str = ""


TopicalName = Literal[
    "ascorbic acid",
    "tranexamic acid",
    "platelet-rich plasma",
    "corticosteroid",
    "hyaluronic acid",
    "niacinamide",
    "retinol",
    "tretinoin",
    "growth factors",
    "insulin",
    "hydroquinone",
    "vitamin e",
    "botulinum toxin",
    "saline",
]

TOPICALS: dict[str, TopicalEffect] = {
    "ascorbic acid": TopicalEffect(
        "collagen_gain",
        "vitamin C: raises induced collagen synthesis and lowers melanocyte activation, as far as it reaches the "
        "papillary dermis",
        ("collagen_gain", "melanin_gain"),
        "ascorbic acid",
        "papillary",
        "ascorbic_acid",
    ),
    "tranexamic acid": TopicalEffect(
        "melanin_gain",
        "lowers melanocyte activation, as far as it reaches the living epidermis",
        ("melanin_gain",),
        "tranexamic acid",
        "epidermis",
        "tranexamic_acid",
    ),
    "platelet-rich plasma": TopicalEffect(
        "platelet_signal",
        "adds platelet factors, as far as proteins get through the channels",
        (),
        "dextran 25 kDa",
        "papillary",
        "platelet_factors",
    ),
    "corticosteroid": TopicalEffect(
        "inflammation_gain",
        "lowers cytokine release; its way into the skin is not followed",
        ("inflammation_gain",),
        key="corticosteroid",
    ),
    "retinol": TopicalEffect(
        "synthesis_gain",
        "retinoid on the day itself, as far as it reaches the papillary dermis; home use belongs in [aftercare]",
        ("collagenase_gain", "synthesis_gain"),
        "retinol",
        "papillary",
        "retinoid",
    ),
    "tretinoin": TopicalEffect(
        "synthesis_gain",
        "retinoid on the day itself, as far as it reaches the papillary dermis; home use belongs in [aftercare]",
        ("collagenase_gain", "synthesis_gain"),
        "tretinoin",
        "papillary",
        "retinoid",
    ),
    "hyaluronic acid": TopicalEffect(NOT_MODELLED, "glide or serum: no lasting effect in the model"),
    "niacinamide": TopicalEffect(NOT_MODELLED, "no effect in the model"),
    "growth factors": TopicalEffect(NOT_MODELLED, "no effect in the model"),
    "insulin": TopicalEffect(NOT_MODELLED, "no effect in the model"),
    "hydroquinone": TopicalEffect(NOT_MODELLED, "no effect in the model"),
    "vitamin e": TopicalEffect(NOT_MODELLED, "no effect in the model"),
    "botulinum toxin": TopicalEffect(NOT_MODELLED, "no effect in the model"),
    "saline": TopicalEffect(NOT_MODELLED, "wipe or glide: no effect in the model"),
}

TOPICAL_ALIASES = {
    "vitamin c": "ascorbic acid",
    "l-ascorbic acid": "ascorbic acid",
    "txa": "tranexamic acid",
    "prp": "platelet-rich plasma",
    "platelet rich plasma": "platelet-rich plasma",
    "hyaluronan": "hyaluronic acid",
    "ha": "hyaluronic acid",
    "nicotinamide": "niacinamide",
    "retinoic acid": "tretinoin",
    "vitamin a": "retinol",
    "steroid": "corticosteroid",
}

ProductName = Literal[
    "lidocaine 4 %",
    "lidocaine 5 %",
    "lidocaine 10 %",
    "lidocaine 15 %",
    "tetracaine 4 %",
    "EMLA",
    "BLT",
]
PRODUCT_ALIASES = {
    **{f"lidocaine {n}%": f"lidocaine {n} %" for n in (4, 5, 10, 15)},
    "lmx4": "lidocaine 4 %",
    "tetracaine 4%": "tetracaine 4 %",
    "ametop": "tetracaine 4 %",
    "emla": "EMLA",
    "lidocaine/prilocaine": "EMLA",
    "blt": "BLT",
    "benzocaine/lidocaine/tetracaine": "BLT",
}

Topic = Annotated[TopicalName, BeforeValidator(canonical(TOPICAL_ALIASES))]
Product = Annotated[ProductName, BeforeValidator(canonical(PRODUCT_ALIASES))]


def lidocaine_percent(product: str) -> float | None:
    """Strength of a plain lidocaine product, read off its name; None for every other product."""
    words = product.split()
    return float(words[1]) if words[0] == "lidocaine" and len(words) == 3 else None
