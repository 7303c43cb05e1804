"""No response from any process's cache is older than the last change of any model.

A second process serves beside this one. Each model that public responses show is changed in each
way that there is; then both processes must answer from their caches as a fresh one would.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, Site

from cms.caching.invalidation import generation, invalidate
from cms.changes import follower
from cms.changes.watching import registry
from cms.content.models import Topic
from cms.directory.models import MemberState, Person
from cms.sites.models import SiteSettings
from tests.factories import (
    ContentPageFactory,
    DocumentFactory,
    ImageFactory,
    MemberStateFactory,
    OrganPageFactory,
    PersonFactory,
    site_root,
)
from whatwedo.kinds import OrganKind

API = "/api/delivery/v1"
SIZES = re.compile(r"/media/(images/[\w.-]+)")
LISTS = ("pages", "navigation", "sitemap", "redirects", "sites", "locales", "topics")
OTHER = """
import json, sys, django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.DATA_DIR, settings.MEDIA_ROOT = sys.argv[2], sys.argv[3]
settings.ANSWER_MEMORY = 2**23
from django.test import Client
from cms.caching.invalidation import generation
from cms.changes import follower
follower.thread.start()
client = Client(raise_request_exception=False)
for line in sys.stdin:
    address = json.loads(line)
    if address:
        response = client.get(address)
        print(json.dumps([response.status_code, response.content.decode()]), flush=True)
    else:
        print(json.dumps(generation()), flush=True)
"""
Act = Callable[[], object]


class OtherProcess:
    def __init__(self, *arguments: object) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", OTHER, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _send(self, request: str) -> Any:
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def generation(self) -> int:
        return self._send("")

    def get(self, address: str) -> tuple[int, str]:
        return tuple(self._send(address))


@pytest.fixture
def other(settings, tmp_path, transactional_db) -> Iterator[OtherProcess]:
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    settings.ANSWER_MEMORY = 2**23
    name = connection.settings_dict["NAME"]
    process = OtherProcess(name, settings.DATA_DIR, settings.MEDIA_ROOT)
    process.generation()
    invalidate()  # what earlier tests have cached of databases that were rolled back
    follower.thread.start()
    yield process
    follower.thread.stop()
    process.process.kill()
    process.process.wait()
    invalidate()


@dataclass
class Content:
    page: Page
    image: Image
    alone: Image
    """An image that no page shows."""
    document: Document
    topic: Topic
    state: MemberState
    person: Person
    redirect: Redirect
    site: Site
    locale: Locale
    collection: Collection

    def __post_init__(self) -> None:
        self.addresses = [
            "/page/",
            "/organ/",
            f"{API}/page/?path=/page/",
            f"{API}/page/?path=/organ/",
            f"{API}/page/?path=/old",
            f"{API}/page/?path=/older",
            f"{API}/pages/{self.page.pk}/",
            f"{API}/images/{self.image.pk}/",
            f"{API}/images/{self.alone.pk}/",
            f"{API}/documents/{self.document.pk}/",
            *(f"{API}/{each}/" for each in LISTS),
        ]

    def acts(self) -> dict[str, list[Act]]:
        """Return, by model, each way to change an instance: saving, in bulk, deleting."""
        private: list[CollectionViewRestriction] = []

        def restrict() -> None:
            private.append(
                CollectionViewRestriction.objects.create(
                    collection=self.collection, restriction_type="login"
                )
            )

        return {
            "wagtailredirects.Redirect": [
                lambda: _save(self.redirect, redirect_link="https://a.example/"),
                lambda: Redirect.objects.update(redirect_link="https://b.example/"),
                lambda: Redirect.objects.bulk_create([Redirect(old_path="/older")]),
                self.redirect.delete,
            ],
            "wagtailcore.CollectionViewRestriction": [
                restrict,
                lambda: private[0].delete(),
                restrict,
                lambda: CollectionViewRestriction.objects.all().delete(),
            ],
            "wagtailcore.Collection": [
                lambda: _save(self.collection, name="Papers"),
                lambda: Collection.objects.update(name="Files"),
                lambda: Collection.objects.get(pk=self.collection.pk).add_child(name="Inner"),
            ],
            "wagtailimages.Rendition": [
                lambda: self.image.renditions.all().delete(),
                lambda: Rendition.objects.all().delete(),
            ],
            "wagtailimages.Image": [
                lambda: _save(self.alone, title="First", description="First"),
                lambda: Image.objects.update(title="Second", description="Second"),
                lambda: _save(self.alone, file=get_test_image_file(size=(1000, 700))),
                self.alone.delete,
            ],
            "wagtaildocs.Document": [
                lambda: _save(self.document, title="First"),
                lambda: Document.objects.update(title="Second"),
                self.document.delete,
            ],
            "content.Topic": [
                lambda: _save(self.topic, name="First"),
                lambda: Topic.objects.update(name="Second"),
                lambda: Topic.objects.all().delete(),
            ],
            "directory.Person": [
                lambda: _save(self.person, name="First"),
                lambda: Person.objects.update(name="Second"),
            ],
            "directory.MemberState": [
                lambda: _save(self.state, name="First"),
                lambda: MemberState.objects.update(name="Second"),
            ],
            "whatwedo.OrganKind": [
                lambda: _save(OrganKind.objects.get(), name="First"),
                lambda: OrganKind.objects.update(name="Second"),
                lambda: OrganKind.objects.all().delete(),
            ],
            "wagtailcore.Site": [
                lambda: _save(self.site, site_name="First"),
                lambda: Site.objects.update(site_name="Second"),
                lambda: Site.objects.create(hostname="b.example", root_page=self.page),
                lambda: Site.objects.filter(hostname="b.example").delete(),
            ],
            "site_settings.SiteSettings": [
                lambda: SiteSettings.objects.create(site=self.site, name="First"),
                lambda: _save(SiteSettings.objects.get(), name="Second"),
                lambda: SiteSettings.objects.update(name="Third"),
                lambda: SiteSettings.objects.all().delete(),
            ],
            "wagtailcore.Locale": [
                lambda: Locale.objects.create(language_code="th"),
                lambda: _save(Locale.objects.get(language_code="th"), language_code="vi"),
                lambda: Locale.objects.filter(language_code="vi").update(language_code="id"),
                lambda: Locale.objects.get(language_code="id").delete(),
            ],
        }


def _save(instance: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(instance, name, value)
    instance.save()


@pytest.fixture
def content(other) -> Content:
    with transaction.atomic():
        locale, _ = Locale.objects.get_or_create(language_code="en")
        if not Page.objects.exists():  # an earlier test of this kind has emptied the database
            Page.add_root(instance=Page(title="Root", slug="root"))
        root = Collection.get_first_root_node() or Collection.add_root(name="Root")
        collection = root.add_child(name="Public")
        image, alone = ImageFactory(), ImageFactory(collection=collection)
        document = DocumentFactory(collection=collection)
        topic = Topic.objects.create(name="Law", slug="law")
        state = MemberStateFactory(flag=image)
        person = PersonFactory(country=state, portrait=image)
        page = ContentPageFactory(
            parent=site_root(),
            title="Page",
            slug="page",
            show_in_menus=True,
            social_image=image,
            body=[
                ("person", {"person": person}),
                ("image", {"image": image, "alt_text": "Alt"}),
                ("rich_text", f'<p><a linktype="document" id="{document.pk}">it</a></p>'),
            ],
        )
        page.topics.add(topic)
        page.save_revision().publish()
        OrganPageFactory(parent=page.get_parent(), slug="organ", kind="council")
        moved = Redirect.objects.create(old_path="/old", redirect_link="https://example.org/")
        site = Site.objects.get()
    return Content(
        *(page, image, alone, document, topic, state, person, moved, site, locale, collection)
    )


def lost_files(responses: dict[str, tuple[int, str]]) -> set[str]:
    """Return the sizes of images that responses name and that are not there."""
    named = {path for _, body in responses.values() for path in SIZES.findall(body)}
    return {path for path in named if not default_storage.exists(path)}


def test_a_change_of_any_model_is_fresh_in_every_process(content, other):
    acts = content.acts()
    assert {each.model._meta.label for each in registry.shown_models()} == acts.keys()
    client = Client(raise_request_exception=False)

    def here() -> dict[str, tuple[int, str]]:
        answers = {address: client.get(address) for address in content.addresses}
        return {a: (each.status_code, each.content.decode()) for a, each in answers.items()}

    shown = here()
    for label, ways in acts.items():
        has_shown = False
        for number, act in enumerate(ways):
            [other.get(address) for address in content.addresses]
            before = generation(), other.generation()
            with transaction.atomic():
                act()
            end = time.monotonic() + 5
            while other.generation() == before[1] and time.monotonic() < end:
                time.sleep(0.02)
            cached = here()
            elsewhere = {address: other.get(address) for address in content.addresses}
            invalidate()
            fresh = here()

            where = f"{label}, way {number}"
            for process in (cached, elsewhere):
                for address, response in fresh.items():
                    assert process[address] == response, f"{where}: {address}"
                assert not lost_files(process), where
            assert generation() > before[0] + 1, where
            assert other.generation() > before[1], where
            has_shown, shown = has_shown or fresh != shown, fresh
        assert has_shown or label in {"wagtailcore.Collection", "wagtailimages.Rendition"}
