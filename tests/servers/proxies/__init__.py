"""nginx in front of servers."""
