"""The records for other programs: `/api/v1`."""

from ..ready import stand_up

stand_up()
