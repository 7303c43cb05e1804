"""Responses to compare, and the commits and readers between them."""

from contextlib import contextmanager

from django.db import connection
from django.test import TestCase

HEADERS = ("Surrogate-Key", "Content-Language", "Content-Type", "Cache-Control", "X-Robots-Tag")


@contextmanager
def committed():
    """Run what a commit would, at the end of the block: a test's transaction has none."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield
    connection.run_on_commit.clear()


def follow(loop):
    while loop.step():
        pass


def answers(client, addresses):
    found = {}
    for address in addresses:
        response = client.get(address)
        shown = [(name, response.get(name)) for name in HEADERS]
        found[address] = (response.status_code, shown, response.content.decode())
    return found
