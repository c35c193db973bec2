"""Files changed at random, put to the readers and the questions, and judged by how that ends."""
