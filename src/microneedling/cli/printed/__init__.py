"""The printed answers of the commands."""
