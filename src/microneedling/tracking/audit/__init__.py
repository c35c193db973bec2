"""A clinic over the years: do its forecasts hold, promise against result, raters, its own effect; simulated clinics."""
