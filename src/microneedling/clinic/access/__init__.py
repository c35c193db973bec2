"""Who may do what: groups, sign-in, the idle lock, the second step."""

from ..ready import stand_up

stand_up()
