"""The formats of course files: how each is read, and how one is written in the newest."""
