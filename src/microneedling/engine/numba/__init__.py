"""The compiled kernel: one draw after another, layers side by side."""
