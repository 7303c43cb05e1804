"""The command line of `manage.py`; Ctrl-C and outages end a command with one line.

The exit code is 130 after Ctrl-C, and 1 after an outage.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import ManagementUtility
from django.core.management.base import BaseCommand

from cms.health.outage import in_one_line, is_outage

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


@contextmanager
def ended_by_outages(*, traceback: bool = False) -> Iterator[None]:
    """End the process with one line if the block fails because of a service or the disk."""
    try:
        yield
    except Exception as error:
        if traceback or not is_outage(error):
            raise
        sys.exit(in_one_line(error))


def main(arguments: list[str]) -> None:
    """Run a management command; a KeyboardInterrupt may say what was done so far.

    With `--traceback` an outage has its traceback, as Django has it for a CommandError.
    """
    try:
        with ended_by_outages(traceback="--traceback" in arguments):
            CommandLine(arguments).execute()
    except KeyboardInterrupt as stop:
        sys.stderr.write(f"\n{stop if stop.args else 'Stopped.'}\n")
        sys.exit(INTERRUPTED)
