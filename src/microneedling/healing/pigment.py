"""Pigment: inflammation wakes melanocytes in proportion to the skin's susceptibility; melanin climbs and sheds.

Epidermal cytokine above its baseline wakes melanocytes (`melanocyte_call`) by skin tone (`susceptibility`) and sun.
Melanin moves from the living epidermis into the stratum corneum and is shed with it; through open channels, and while
the epidermis is inflamed, some drops into the dermis and stays long. The `lesional_` states are the same for a darker
patch whose melanocytes are activated at baseline.

Melanin is relative to phototype III. Post-inflammatory pigment follows from cytokine by phototype; its size is a wide
prior (docs/model.md#pigment). One patch stands for all: patches drawn at random are not built (docs/decisions/0006).
"""

from __future__ import annotations

from .process import COMPARTMENT, Process, State

PIGMENT = Process(
    name="pigment",
    about="inflammation wakes melanocytes by phototype; melanin climbs, sheds, and drops into the dermis",
    states=(
        State("activation", COMPARTMENT, "1", "melanocyte activation, 0 at baseline"),
        State("melanin_epidermis", COMPARTMENT, "1", "melanin of the living epidermis, phototype III = 1"),
        State("melanin_corneum", COMPARTMENT, "1", "melanin of the stratum corneum, same unit"),
        State("melanin_dermis", COMPARTMENT, "1", "melanin dropped into the dermis, same unit"),
        State("lesional_activation", COMPARTMENT, "1", "melanocyte activation in a darker patch"),
        State("lesional_melanin_epidermis", COMPARTMENT, "1", "melanin of the living epidermis in the patch"),
        State("lesional_melanin_corneum", COMPARTMENT, "1", "melanin of the stratum corneum in the patch"),
    ),
    helpers={
        COMPARTMENT: {
            "melanocyte_call": "melanin_gain*susceptibility*activation_by_cytokine*(1 + uv_boost*uv)"
            "*epidermal_excess/(activation_half + epidermal_excess)",
            "open_area": "channels_per_mm2*pi*opening_radius_mm**2",
            "transfer": "transfer_share*suprabasal_rate",
            "faster": "1 + quickening",
            "shedding": "corneocyte_rate*faster",
        },
    },
    rates={
        "activation": "melanocyte_call - activation_decay*activation",
        "melanin_epidermis": "transfer*(melanin_supply*(1 + melanin_by_activation*activation)"
        " - faster*melanin_epidermis) - dropping*open_area*melanin_epidermis",
        "melanin_corneum": "corneum_share*transfer*faster*melanin_epidermis - shedding*melanin_corneum",
        "melanin_dermis": "(dropping*open_area + leakage*susceptibility*epidermal_excess)*melanin_epidermis"
        " - dermal_clearance*melanin_dermis",
        "lesional_activation": "melanocyte_call + activation_decay"
        "*(melanin_gain*lesional_activation_baseline - lesional_activation)",
        "lesional_melanin_epidermis": "transfer*(melanin_supply*(1 + melanin_by_activation*lesional_activation)"
        " - faster*lesional_melanin_epidermis) - dropping*open_area*lesional_melanin_epidermis",
        "lesional_melanin_corneum": "corneum_share*transfer*faster*lesional_melanin_epidermis"
        " - shedding*lesional_melanin_corneum",
    },
    constants={
        "activation_by_cytokine": "pigment.activation_by_cytokine_per_day",
        "activation_half": "pigment.activation_half",
        "uv_boost": "pigment.uv_boost",
        "activation_decay": "pigment.activation_decay_per_day",
        "melanin_by_activation": "pigment.melanin_by_activation",
        "transfer_share": "pigment.transfer_share",
        "corneum_share": "pigment.corneum_share",
        "dropping": "pigment.dropping_per_day",
        "leakage": "pigment.leakage_per_day",
        "dermal_clearance": "pigment.dermal_clearance_per_day",
    },
    baseline=(
        "susceptibility",
        "melanin_supply",
        "lesional_activation_baseline",
        "suprabasal_rate",
        "corneocyte_rate",
    ),
)
