"""Reference implementations that share no code with the package."""
