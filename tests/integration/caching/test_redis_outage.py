"""A Redis that is away: everything is answered, /readyz says so."""

import pytest
from django.core.cache import cache
from django.test import Client

from cms import cache as shared_cache
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def redis_is_away(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "cms.cache.ForgivingRedisCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }
    settings.ENV = settings.ENV.model_copy(update={"redis_url": "redis://127.0.0.1:1"})


def test_nothing_waits_and_nothing_fails():
    cache.set("name", "value")
    cache.set_many({"one": 1})
    cache.delete("name")
    assert cache.add("name", "value") is False
    assert cache.get("name", "default") == "default"
    assert cache.get_many(["name"]) == {}
    assert "name" not in cache


def test_counting_raises_as_without_a_key():
    with pytest.raises(ValueError, match="away"):
        cache.incr("count")


def test_pages_are_served(client: Client):
    page = factories.ContentPageFactory(parent=factories.site_root())
    assert client.get(page.url).status_code == 200


def test_readyz_says_it():
    assert shared_cache.components() == {"redis": {"state": "down"}}
