"""One sheet for the client: what is planned, what may come of it, what is not known, in plain words."""
