"""What a browser shows: sign-in, the day, a read-only admin."""

from ..ready import stand_up

stand_up()
