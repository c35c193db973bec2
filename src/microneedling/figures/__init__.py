"""Drawing primitives and charts as SVG; no scripts, printable."""
