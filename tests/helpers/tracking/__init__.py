"""Results of a clinic and of a person with forecasts that are known to hold or not, for tests of tracking."""
