"""Before a course: what speaks against it, what it should do, and the few plans worth choosing between."""
