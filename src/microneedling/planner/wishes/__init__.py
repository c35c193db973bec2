"""Wishes, limits and what is at hand: the goals file, its checks, its schema. Loads without the array library."""
