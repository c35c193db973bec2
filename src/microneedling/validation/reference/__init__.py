"""Forecasts that know nothing of skin, fitted on the rows that the model is judged on: what it has to beat."""
