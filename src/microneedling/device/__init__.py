"""What needles the skin: pen, roller, stamp; and how it is used."""
