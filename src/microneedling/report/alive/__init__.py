"""The skin, alive, on a page: as a part of the report, and as a page of one or two courses side by side."""
