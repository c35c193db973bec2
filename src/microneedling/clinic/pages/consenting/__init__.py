"""Consent and the client's sheet: laid before, thought over, signed, asked again, taken back."""
