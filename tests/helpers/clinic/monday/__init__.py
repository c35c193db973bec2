"""A Monday in a browser, of a practitioner and of an assistant."""
