"""The command line of `manage.py`; Ctrl-C ends a command with one line and the exit code 130."""

import gc
import sys

from django.core.management import ManagementUtility
from django.core.management.base import BaseCommand

INTERRUPTED = 130  # as shells report SIGINT


class CommandLine(ManagementUtility):
    """Django's command line, without garbage collections while it loads the apps.

    What is loaded lives as long as the process, so the collections would find nothing.
    """

    def execute(self) -> None:
        gc.disable()
        super().execute()

    def fetch_command(self, subcommand: str) -> BaseCommand:
        gc.freeze()
        gc.enable()
        return super().fetch_command(subcommand)


def main(arguments: list[str]) -> None:
    """Run a management command; a KeyboardInterrupt may say what was done so far."""
    try:
        CommandLine(arguments).execute()
    except KeyboardInterrupt as stop:
        sys.stderr.write(f"\n{stop if stop.args else 'Stopped.'}\n")
        sys.exit(INTERRUPTED)
