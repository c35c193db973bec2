"""What strikes: pen, roller, stamp; and how it is used."""
