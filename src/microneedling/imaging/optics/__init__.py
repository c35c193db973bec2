"""The colour of skin from its melanin and blood, and back."""
