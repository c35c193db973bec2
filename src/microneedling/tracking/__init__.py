"""A forecast that learns: what is read of a running course changes the forecast of that person."""
