"""How deep needles get in skin that yields before it tears; how many channels, how wide."""
