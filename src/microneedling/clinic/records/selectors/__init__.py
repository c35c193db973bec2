"""What reads records for a page, a list or another program."""
