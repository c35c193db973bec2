"""Virtual people: recipes, cohorts, a clinic's own table."""
