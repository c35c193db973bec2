"""Integrates stiff equations, one draw or a million; knows no biology."""
