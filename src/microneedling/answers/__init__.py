"""What every result can do: say itself in a dozen lines, show itself in a notebook, become a table, draw itself."""
