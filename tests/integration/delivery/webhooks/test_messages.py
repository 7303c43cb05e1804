"""Webhooks: each change is sent to its receivers, signed."""

import json

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Site

from cms.delivery.models import Webhook
from cms.maintenance.switch import Terms, switch_off, switch_on
from tests.factories import (
    ContentPageFactory,
    OrganPageFactory,
    UserFactory,
    WhatWeDoPageFactory,
)
from tests.integration.delivery.webhooks.conftest import sent_pages, tell, verified

pytestmark = pytest.mark.django_db


class TestMessages:
    def test_a_published_page_is_sent_signed_and_thin(self, hook, receiver, home):
        page = ContentPageFactory(parent=home, title="News", summary="Long story")
        tell()

        path, headers, body = receiver.requests[-1]
        payload = json.loads(body)
        assert path == "/hook?for=us"
        assert verified(hook.secret, headers, body)
        assert payload["type"] == "page.published"
        assert payload["data"]["id"] == page.pk
        assert payload["data"]["page"]["title"] == "News"
        assert "Long story" not in body.decode()

    def test_a_change_read_twice_is_sent_once(self, hook, receiver, home):
        ContentPageFactory(parent=home)
        tell()
        tell()

        assert len(receiver.requests) == 1

    def test_maintenance_and_its_end_are_sent(self, hook, receiver, home):
        page = ContentPageFactory(parent=home, title="News")
        switch_on([page], Terms(), UserFactory(), "why")
        switch_off([page], UserFactory(), "")
        tell()

        kinds = [json.loads(body)["type"] for _, _, body in receiver.requests]
        assert kinds == ["page.published", "page.maintenance", "page.maintenance"]

    def test_only_the_chosen_events_are_sent(self, hook, receiver, home):
        Webhook.objects.update(events=["deleted"])
        page = ContentPageFactory(parent=home)
        page.delete()
        tell()

        assert [json.loads(body)["type"] for _, _, body in receiver.requests] == ["page.deleted"]

    def test_changes_of_another_site_are_not_sent(self, hook, receiver, home):
        page = ContentPageFactory(parent=home)
        other = Site.objects.create(hostname="other.example", root_page=page)
        hook.site = other
        hook.save()
        ContentPageFactory(parent=home, title="Not of the other site")
        inside = ContentPageFactory(parent=page, title="Of the other site")
        tell()

        sent = [json.loads(body)["data"] for _, _, body in receiver.requests]
        assert {each["id"] for each in sent if each["what"] == "page"} == {page.pk, inside.pk}

    def test_changes_before_the_webhook_are_not_sent(self, receiver, home):
        ContentPageFactory(parent=home)
        Webhook.objects.create(name="Late", url=receiver.url)
        tell()

        assert receiver.requests == []


class TestFilters:
    """A webhook may want only pages of some types, or in some languages."""

    def test_pages_of_other_types_are_not_sent(self, hook, receiver, home):
        Webhook.objects.update(page_types=["whatwedo.OrganPage"])
        above = WhatWeDoPageFactory(parent=home)
        organ = OrganPageFactory(parent=above)
        other = ContentPageFactory(parent=home)
        organ.unpublish()
        tell()

        assert ("page.unpublished", organ.pk) in sent_pages(receiver)
        assert other.pk not in [pk for _, pk in sent_pages(receiver)]

    def test_pages_in_other_languages_are_not_sent(self, hook, receiver, home):
        Webhook.objects.update(languages=["id"])
        translation = home.copy_for_translation(Locale.objects.get_or_create(language_code="id")[0])
        translation.save_revision().publish()
        inside = ContentPageFactory(parent=translation, locale=translation.locale)
        outside = ContentPageFactory(parent=home)
        for page in (inside, outside):
            page.delete()
        tell()

        assert ("page.deleted", inside.pk) in sent_pages(receiver)
        assert outside.pk not in [pk for _, pk in sent_pages(receiver)]

    def test_what_changes_a_subtree_passes_every_type(self, hook, receiver, home):
        Webhook.objects.update(page_types=["whatwedo.OrganPage"])
        above = ContentPageFactory(parent=home)
        ContentPageFactory(parent=above)
        switch_on([above], Terms(with_descendants=True), UserFactory(), "why")
        tell()

        assert ("page.maintenance", above.pk) in sent_pages(receiver)

    def test_a_deleted_page_passes_every_type(self, hook, receiver, home):
        Webhook.objects.update(page_types=["whatwedo.OrganPage"])
        page = ContentPageFactory(parent=home)
        page.delete()
        tell()

        assert ("page.deleted", page.pk) in sent_pages(receiver)

    def test_what_is_no_page_passes(self, hook, receiver, home):
        Webhook.objects.update(page_types=["whatwedo.OrganPage"], languages=["id"])
        Redirect.objects.create(old_path="/old", redirect_link="https://example.org/")
        tell()

        kinds = [json.loads(body)["type"] for _, _, body in receiver.requests]
        assert kinds == ["redirect.changed"]
