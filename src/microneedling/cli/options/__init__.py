"""The options of each command, one file a command; apart from the commands, so that `--help` loads nothing else."""
