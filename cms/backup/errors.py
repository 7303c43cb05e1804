"""What can go wrong with a backup, each in one sentence."""


class BackupError(Exception):
    """A backup cannot be made or restored; nothing was changed."""
