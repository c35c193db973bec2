"""What an instrument reads, what a rater scores, what can go wrong."""
