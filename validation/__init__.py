"""Published measurements against the model: every row classified, misses shown."""
