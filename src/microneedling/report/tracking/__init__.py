"""The pages of a course under way: for the professional, and one sheet for the client."""
