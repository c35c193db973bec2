"""Calibration: published studies as virtual arms, what they report, and what that teaches the model."""
