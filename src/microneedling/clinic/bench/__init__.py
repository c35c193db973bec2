"""The bench: every question to the model as a page, for who asks without records. In the clinic, and by itself.

`microneedling bench` serves it without a clinic and without a database; in the clinic it is for whoever may take data
out for research. No page of it reads or writes a record.
"""
