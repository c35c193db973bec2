"""What is measured, and on what: run from the repository's root, `python -m benchmarks.check` and its neighbours."""
