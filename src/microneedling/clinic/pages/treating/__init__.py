"""A session in the browser: begun, logged while it goes on, signed, put right."""
