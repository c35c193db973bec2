"""Fields beside the text of a file: two faces of one thing."""
