"""Virtual trials: arms, chunks of work, power."""
