"""Tables of plans with made-up draws, for tests of the planner."""
