"""What leaves the clinic and comes back: encrypted backups."""
