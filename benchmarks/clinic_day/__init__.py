"""Twenty people at work in a clinic: `python -m benchmarks.clinic_day`."""
