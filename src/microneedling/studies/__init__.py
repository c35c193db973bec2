"""Published and new studies: files, arms, readings, what they would report."""
