"""Pages of a planning answer: the report of all plans, and for each plan two sides for the client."""
