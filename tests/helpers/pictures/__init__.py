"""Rendered photographs that several tests look at."""
