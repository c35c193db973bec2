"""Pages: course, trial, delivery, validation."""
