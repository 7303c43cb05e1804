"""The ids of many rows, read part by part."""

import pytest
from wagtail.models import Page

from cms.changes import affected
from cms.changes.affected import ids_in_order
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db


def test_every_id_comes_once_and_rows_may_go_meanwhile(monkeypatch):
    monkeypatch.setattr(affected, "IDS_AT_ONCE", 2)
    ContentPageFactory.create_batch(5, parent=site_root())
    rows = Page.objects.filter(depth__gt=1)
    ids = sorted(rows.values_list("pk", flat=True))
    assert list(ids_in_order(rows)) == ids

    reading = ids_in_order(rows)
    first = next(reading)
    Page.objects.get(pk=ids[-1]).delete()

    assert [first, *reading] == ids[:-1]
