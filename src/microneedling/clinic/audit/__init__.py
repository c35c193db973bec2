"""Who did and saw what: a chain of entries that tells of any change made to it."""

from ..ready import stand_up

stand_up()
