"""The code generator: process texts in, straight-line kernels and the equations of the manual out (dev
only).
"""
