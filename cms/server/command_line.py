"""The command line of `manage.py`; Ctrl-C ends a command with one line and the exit code 130."""

import sys

from django.core.management import execute_from_command_line

INTERRUPTED = 130  # as shells report SIGINT


def main(arguments: list[str]) -> None:
    """Run a management command; a KeyboardInterrupt may say what was done so far."""
    try:
        execute_from_command_line(arguments)
    except KeyboardInterrupt as stop:
        sys.stderr.write(f"\n{stop if stop.args else 'Stopped.'}\n")
        sys.exit(INTERRUPTED)
