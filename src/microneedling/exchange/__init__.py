"""Doors to other programs: the column and its ensembles in formats that others read."""
