"""Every published number beside the model; misses first."""
