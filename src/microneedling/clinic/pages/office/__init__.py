"""The office: what a practice does weekly or seldom, besides its clients. Every page calls what the commands call."""
