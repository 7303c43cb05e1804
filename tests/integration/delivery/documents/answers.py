"""Responses to compare, and the commits and readers between them."""

import pytest

from cms.delivery import site_page
from cms.delivery.pages import document_fields

HEADERS = ("Surrogate-Key", "Content-Language", "Content-Type", "Cache-Control", "X-Robots-Tag")


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
