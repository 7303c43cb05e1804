"""The StreamField blocks of page bodies."""
