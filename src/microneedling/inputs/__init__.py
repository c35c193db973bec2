"""What people write: words, numbers and tables, read and checked with every mistake at once."""
