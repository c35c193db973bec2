"""Which numbers make the spread of an answer, and which measurement would narrow it."""
