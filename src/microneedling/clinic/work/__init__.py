"""Long work outside a request: jobs, and the one process that does them."""

from ..ready import stand_up

stand_up()
