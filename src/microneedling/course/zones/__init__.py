"""Zones of a course: a session treats several, the screen and the forecast take each as a course of its own."""
