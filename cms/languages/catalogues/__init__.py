"""Message catalogues: extraction, comparison and compilation, for developers (needs Babel)."""
