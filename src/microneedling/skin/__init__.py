"""Who is treated, and the named state of a patch of their skin."""
