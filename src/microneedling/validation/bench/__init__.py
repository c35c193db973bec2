"""Published measurements of mechanics, closure, erythema, numbing and permeation beside the model, a module a table."""

from __future__ import annotations

TITLES = {
    "penetration": "How deep needles get, how wide channels are",
    "bleeding": "Which channels bleed",
    "closure": "Closing pores and the barrier",
    "pain": "Pain of needles",
    "erythema": "Redness and downtime",
    "permeation": "What passes skin, intact and needled",
    "numbing": "Anaesthetic cream as a drug on its way to the nerves",
}
"""The bench tables by name, in the order in which they are shown."""
