"""A front end that reads again only what changes make stale has what a new one would have."""

import json
import os
import random
from dataclasses import dataclass
from difflib import unified_diff
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Site

from cms.changes import log
from cms.changes.models import Change
from cms.content.models import Topic
from cms.delivery.http.surrogate_keys import stale_keys
from cms.directory.models import MemberState, Person
from cms.maintenance.switch import Terms, switch_on
from cms.sites.models import SiteSettings
from tests.factories import (
    ContentPageFactory,
    DocumentFactory,
    ImageFactory,
    MemberStateFactory,
    OrganPageFactory,
    PersonFactory,
)
from tests.integration.caching import tree as acts
from tests.integration.caching.tree import ACTS, API, EDITS, Tree, committed

pytestmark = pytest.mark.django_db
EDITS_IN_ALL = int(os.environ.get("EDITS", "60"))
EDITS_OF_ONE_SITE = 20
RARE = {acts.delete, acts.bet, acts.site}
PATHS = "pages/?limit=100"
LISTS = (
    "navigation/",
    "navigation/?locale=id&depth=5",
    "sitemap/",
    "redirects/",
    "topics/",
    "sites/",
    "locales/",
    PATHS,
    "pages/?topic=law&sort=title",
    "pages/?fields=summary,topics&limit=100",
    "pages/?locale=id&fallback=en&limit=100",
    "page/?path=/former",
    "page/?path=/missing/",
)


@dataclass
class Copy:
    """A response that the front end has built from, and the keys that it came with."""

    status: int
    body: str
    keys: frozenset[str]

    @classmethod
    def read(cls, client: Client, address: str) -> "Copy":
        response = client.get(f"{API}/{address}")
        keys = frozenset(response.get("Surrogate-Key", "").split())
        return cls(response.status_code, response.content.decode(), keys)


class FrontEnd:
    """Keeps a copy of every response, until one of its keys is stale."""

    def __init__(self, client: Client, addresses: set[str]) -> None:
        self.client = client
        self.cursor = client.get(f"{API}/changes/?cursor=head").json()["cursor"]
        self.place = log.head()
        self.copies: dict[str, Copy] = {}
        self.addresses = addresses
        self.build()

    def build(self) -> None:
        """Read what there is no copy of; every page that the list names has its addresses."""
        listed: set[str] = set()
        while missing := (self.addresses | listed) - self.copies.keys():
            for address in sorted(missing):
                self.copies[address] = Copy.read(self.client, address)
            listed = {address for page in self.listed() for address in self.of_page(page)}
        self.addresses |= listed

    def listed(self) -> list[dict]:
        part = json.loads(self.copies[PATHS].body)
        assert part["next"] is None
        return part["items"]

    @staticmethod
    def of_page(page: dict) -> list[str]:
        by_id = f"pages/{page['id']}/?on_maintenance=notice"
        return [by_id, f"page/?path={page['path']}&expand=children"]

    def follow_changes(self) -> None:
        part = {"next": "first"}
        while part["next"]:
            address = f"{API}/changes/?limit=100&cursor={quote(self.cursor)}"
            part = self.client.get(address).json()
            self.cursor = part["cursor"]
            self.drop(part["surrogate_keys"])
        self.place = log.head()

    def follow_webhooks(self) -> None:
        """Take changes one by one, in any order, as messages come."""
        changes: list[Change] = log.since(self.place)
        for change in reversed(changes):
            self.drop(stale_keys([change]))
        self.place = log.head()
        self.cursor = str(self.place)

    def drop(self, keys: list[str]) -> None:
        self.copies = {
            address: copy for address, copy in self.copies.items() if copy.keys.isdisjoint(keys)
        }


def translate(tree, page, number):
    locale = Locale.objects.get(language_code="id")
    if page.alias_of_id is None and not page.has_translation(locale):
        copy = page.copy_for_translation(locale, copy_parents=True)
        tree.pages.append(copy)


def make_alias(tree, page, number):
    if page.alias_of_id is None:
        tree.pages.append(
            page.create_alias(parent=tree.root, update_slug=f"alias-{number}-{page.pk}")
        )


def show_files(tree, page, number):
    image, person = ImageFactory(), PersonFactory(country=MemberStateFactory())
    document = DocumentFactory()
    page.social_image = image
    page.body = [
        ("image", {"image": image, "alt_text": ""}),
        ("person", {"person": person}),
        ("rich_text", f'<p><a linktype="document" id="{document.pk}">it</a></p>'),
    ]
    page.save_revision().publish()


def change_files(tree, page, number):
    for model in (get_image_model(), get_document_model()):
        for each in model.objects.order_by("-pk")[:2]:
            each.title = f"File {number}"
            each.save()


def delete_file(tree, page, number):
    if image := get_image_model().objects.order_by("pk").last():
        image.delete()


def change_records(tree, page, number):
    for model in (Person, MemberState):
        for each in model.objects.order_by("-pk")[:1]:
            each.name = f"Name {number}"
            each.save()


def change_settings(tree, page, number):
    SiteSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True), defaults={"name": f"Site {number}"}
    )


def withhold_below(tree, page, number):
    switch_on([page], Terms(message="Back soon", with_descendants=True))


def add_topic(tree, page, number):
    topic = Topic.objects.get_or_create(name=f"Topic {number}", slug=f"topic-{number}")[0]
    page.topics.add(topic)
    page.save_revision().publish()


def rename_topics(tree, page, number):
    Topic.objects.update(description=f"About {number}")


def add_draft(tree, page, number):
    if page.alias_of_id is None:
        tree.pages.append(OrganPageFactory(parent=page, title=f"Draft {number}", live=False))


def add_many(tree, page, number):
    if page.alias_of_id is None:
        for each in range(3):
            tree.pages.append(ContentPageFactory(parent=page, title=f"Many {number} {each}"))


MORE = (
    *(translate, make_alias, show_files, change_files, delete_file, change_records),
    *(change_settings, withhold_below, add_topic, rename_topics, add_draft, add_many),
)
OF_CONTENT = {*EDITS, acts.link, show_files, add_topic}


def differences(front_end: FrontEnd) -> str:
    """Return how the copies differ from what the API answers now."""
    lines = []
    for address, copy in front_end.copies.items():
        fresh = Copy.read(front_end.client, address)
        if (copy.status, copy.body) != (fresh.status, fresh.body):
            texts = (each.body.replace(",", ",\n").split("\n") for each in (copy, fresh))
            lines += [f"{address}: {copy.status} → {fresh.status}", f"keys: {sorted(copy.keys)}"]
            lines += [*unified_diff(*texts, n=0, lineterm="")][:10]
    return "\n".join(lines[:60])


@pytest.mark.parametrize("seed", range(-(-EDITS_IN_ALL // EDITS_OF_ONE_SITE)))
def test_what_is_not_named_as_stale_is_as_it_was(seed, settings):
    settings.ANSWER_MEMORY = 0
    settings.RATE_LIMIT = False
    chance = random.Random(seed)
    weighted = [act for act in (*ACTS, *MORE) for _ in range(1 if act in RARE else 3)]
    client = Client(raise_request_exception=False)
    with committed():
        tree = Tree.plant()
    front_end = FrontEnd(client, set(LISTS))
    history = []
    for edit in range(1, EDITS_OF_ONE_SITE + 1):
        act, number = chance.choice(weighted), chance.randrange(1000)
        if page := tree.live(number):
            if page.alias_of_id and act in OF_CONTENT:
                page = page.alias_of.specific
            with transaction.atomic(), committed():
                act(tree, page, number)
            history.append(f"{act.__name__}({page}, {number})")
        if chance.random() < 0.6 and edit < EDITS_OF_ONE_SITE:
            continue  # several edits are then followed at once
        chance.choice([front_end.follow_changes, front_end.follow_webhooks])()
        front_end.build()
        difference = differences(front_end)
        assert not difference, f"After {', '.join(history)}:\n{difference}"
