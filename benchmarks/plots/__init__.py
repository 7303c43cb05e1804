"""Charts as SVG, which follow the reader's colour scheme."""
