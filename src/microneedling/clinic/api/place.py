"""Where the API lies; known to who answers in JSON there, with records and without."""

API = "/api/"
