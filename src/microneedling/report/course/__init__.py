"""The report of a course, section by section."""
