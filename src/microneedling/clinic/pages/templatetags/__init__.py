"""What templates of the pages call."""
