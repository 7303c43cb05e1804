"""A site under load whose servers fail in turn."""
