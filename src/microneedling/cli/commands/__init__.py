"""One file a command: its options and what it does, as `run`; loaded when it is used."""
