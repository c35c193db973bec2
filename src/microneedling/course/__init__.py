"""The course file; one person simulated; the labelled result."""
