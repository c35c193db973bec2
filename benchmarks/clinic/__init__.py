"""The clinic measured as people use it: many at once, a slider moved, a hundred thousand sessions."""
