"""The error of a backup that cannot be made or restored."""


class BackupError(Exception):
    """A backup cannot be made or restored; nothing was changed."""
