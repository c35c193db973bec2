"""What the tests of the clinic share."""
