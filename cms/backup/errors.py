"""The error raised when a backup cannot be made or restored."""


class BackupError(Exception):
    """A backup cannot be made or restored; nothing was changed."""
