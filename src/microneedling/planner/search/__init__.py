"""What can be tried, what it does in every draw, which of it keeps the limits, and which few are named."""
