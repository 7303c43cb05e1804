"""The StreamField blocks that every page offers."""
