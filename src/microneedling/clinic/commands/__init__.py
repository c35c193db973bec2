"""The commands of `microneedling clinic`, one a file."""
