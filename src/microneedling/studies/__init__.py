"""Published and unseen studies: files, arms, readings, what they would report."""
