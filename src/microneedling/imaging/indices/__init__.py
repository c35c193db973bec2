"""What is measured on skin that was laid out flat: colour, pores, creases, relief."""
