"""What is known, and how well: every number the model uses, its sources, and the published measurements."""
