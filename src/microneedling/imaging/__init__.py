"""Photographs as instruments: what a pair of pictures with a colour card measures, with its error, or why it cannot."""
