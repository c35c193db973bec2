"""The skin, alive: the simulator's own states over a course, packed for a page that draws them day by day."""
