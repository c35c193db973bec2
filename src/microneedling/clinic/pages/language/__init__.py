"""The language of the pages: choosing it, words and numbers as it writes them."""
