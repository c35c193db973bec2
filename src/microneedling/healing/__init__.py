"""The skin heals by eight processes; each in its own file, assembled in `cascade`."""
