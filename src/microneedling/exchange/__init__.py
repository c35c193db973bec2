"""Exchange with other programs: the model and its ensembles in formats that others read."""
