"""The advance of a channel mouth's rim, as text that the processes it belongs to share: `turnover` and `hydration`."""

from __future__ import annotations

# mm/d; in closed form: `transport.closure`.
CLOSING = "closure_speed*repair_factor*barrier_gain/(1 + closure_by_crowding*channels_per_mm2)"
