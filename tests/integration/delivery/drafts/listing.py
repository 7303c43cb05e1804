"""Drafts that differ from what is published, and lists of them."""

API = "/api/delivery/v1"


def changed(page, **values):
    """Save a draft of a page that differs from what is published."""
    draft = page.specific
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision()
    return page


def listed(client, query="", **headers):
    response = client.get(f"{API}/pages/?version=draft&limit=100{query}", **headers)
    assert response.status_code == 200, response.content
    assert response["Cache-Control"] == "private, no-store"
    return response.json()


def ids(payload):
    return [each["id"] for each in payload["items"]]
