"""The code generator: process texts in, kernels and the equations of the manual out (development only)."""
