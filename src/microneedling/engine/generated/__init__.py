"""Code generated from the process files; see tools/generate.py."""
