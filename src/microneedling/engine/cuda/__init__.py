"""The same kernel for graphics processors."""
