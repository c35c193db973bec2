"""What one touches: the command line and the report."""
