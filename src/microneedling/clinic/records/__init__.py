"""The records of a clinic: tables, the services that write them, the selectors that read them."""

from ..ready import stand_up

stand_up()
