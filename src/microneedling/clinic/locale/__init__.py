"""The languages of the clinic: their catalogues, and how each writes dates."""
