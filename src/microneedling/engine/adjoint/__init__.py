"""Runs a recorded solution backward: derivatives by every number at the price of a few runs."""
