"""Virtual people."""
