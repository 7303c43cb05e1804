"""Responses to compare, and the commits and readers between them."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import TestCase

from cms.delivery import site_page
from cms.delivery.pages import document_fields

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


def without_documents(client, addresses):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document_fields, "read_documents", lambda page_ids, site_id: {})
        patch.setattr(site_page, "read_documents", lambda page_ids, site_id, column: {})
        return answers(client, addresses)
