"""No word of a page under maintenance gets out, by any address, on either engine.

With the embedded engine all addresses are requested; with another only those that it answers.
"""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote, urlsplit

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils.translation import override
from wagtail.api.v3.urls import api as v3
from wagtail.images.models import Rendition
from wagtail.models import (
    APIToken,
    Collection,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    get_page_models,
)

from cms.caching.invalidation import invalidate
from cms.changes.reader_loop import ReaderLoop
from cms.delivery.api import api as delivery
from cms.delivery.models import DeliveryKey
from cms.delivery.pages.declared import declared_fields
from cms.delivery.writing.reader import DocumentReader
from cms.maintenance.switch import Terms, switch_off, switch_on
from cms.media import draft_links
from cms.media.variants import version_of
from home.models import HomePage
from search.engines import active
from search.fields import search_fields
from search.indexing.reader import IndexReader
from tests.canary_words import LONG_AGO, CanaryWords
from tests.factories import (
    ContentPageFactory,
    OrganPageFactory,
    UserFactory,
    WhatWeDoPageFactory,
    site_root,
)
from tests.surfaces import operations, routes
from tests.tables import read_tables, unwatched
from whatwedo.models import OrganPage

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"
TITLE, SLUG = "Quietude", "quietude-"  # of every planted page; they stay public
TAXONOMY = re.compile(rf"{API}/topics/|(/[\w-]+)?/search/")  # lists all topics, used or not
# Fields that no surface shows at all, or not where another field stands in their place.
NEVER_SHOWN = re.compile(
    r"biography$|\.(person|head)\.title$|cards\.url$|_address$|ContactPage\.subject$"
)
BEHIND = re.compile("/search/")  # answers of the index, which follows the log
FILES = re.compile(r"/media/|/documents/\d")
# Each response signs its links again, but what a signature opens is one file.
SIGNATURE = re.compile(rf"(?<=[?&]{draft_links.PARAMETER}=)[^&]+")
OTHER_VARIANTS = ("320-1x1.avif", "7.webp")
REVISION = "/admin/pages/%(page_id)s/revisions/%(revision_id)s"
COMPARISON = "/admin/pages/%(pk)s/revisions/compare/%(revision_id_a)s...%(revision_id_b)s/"


@dataclass
class CrawlResult:
    """The result of a crawl: addresses that revealed canary words, and the words."""

    leaks: dict[str, str] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    etags: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    """The first of the links that differ in their signature only, by the link without it."""
    naming: set[str] = field(default_factory=set)
    """Addresses that named a planted page."""
    answered: set[str] = field(default_factory=set)


@dataclass
class LeakCrawler:
    """Crawls the site for canary words of pages that are not public."""

    canaries: CanaryWords
    pages: list[Page]
    elsewhere: Page
    index: ReaderLoop
    is_whole: bool
    """All addresses are requested, not only those that the engine answers."""
    documents: ReaderLoop = field(default_factory=lambda: ReaderLoop(DocumentReader()))

    def follow(self):
        for loop in (self.index, self.documents):
            while loop.step():
                pass

    def __post_init__(self):
        root = self.canaries.root
        self.word = re.compile(rf"{root}\d{{4}}")
        # Parts of an address that depend on the content of pages.
        names = "|".join(declared_fields())
        self.content_parameters = re.compile(rf"{root}|={LONG_AGO.year}|[?&](?:{names})[\[=]")

    def crawl(self, client, addresses, known=frozenset()):
        """Request all addresses, and those that the responses link to, one step further.

        `known` are words that this client may see.
        """
        found = CrawlResult()
        seen = list(dict.fromkeys(addresses))
        for address in seen:
            self._visit(client, address, found, known)
        for address in sorted(set(found.links.values()) - set(seen)):
            self._visit(client, address, found, known)
        return found

    def visit_again(self, client, addresses):
        """Request the addresses, and none that the responses link to."""
        found = CrawlResult()
        for address in sorted(addresses):
            self._visit(client, address, found, known=frozenset())
        return found

    def _visit(self, client, address, found, known):
        response = client.get(address)
        body = _body(response)
        text = body + str(response.headers)
        if response.status_code >= 500 and response.status_code != 503:
            found.failures.append(f"{response.status_code} {address}")
        if response.status_code == 200:
            found.answered.add(address)
        depends_on_content = self.content_parameters.search(unquote(address))
        own = known | set(self.word.findall(unquote(address)))  # an answer may repeat its question
        if TAXONOMY.fullmatch(urlsplit(address).path):
            own |= {topic.name for topic in self.canaries.topics}
        if words := set(self.word.findall(text)) - own:
            found.words |= words
            found.leaks[address] = self.canaries.words[min(words)]
            found.etags[address] = response.headers.get("ETag", "none")
        if depends_on_content and SLUG in text:
            found.leaks[address] = "the page is found by what it says"
        if SLUG in body:
            found.naming.add(address)
        if response.status_code == 200 and "/admin" not in address:
            for link in _links(body):
                found.links.setdefault(SIGNATURE.sub("", link), link)

    def crawl_tools(self, client):
        """Call the tools for models, and return the words that they revealed by tool."""
        values = self.values()
        calls = [
            *(("search", {"query": text}) for text in values["q with others"]),
            *(("get_page", {"path": path}) for path in values["path"]),
            ("list_changes", {}),
            ("navigation", {}),
        ]
        found = {}
        for name, arguments in calls:
            text = _call_tool(client, name, arguments)
            own = set(self.word.findall(str(arguments)))
            if words := set(self.word.findall(text)) - own:
                found[f"{name} {arguments}"] = words
        return found

    def values(self):
        """Return the values to try for each name of an argument or a parameter."""
        canaries, words = self.canaries, list(self.canaries.words)
        ids = [page.pk for page in self.pages]
        images = [image.pk for image in canaries.images]
        documents = [document.pk for document in canaries.documents]
        people = [person.pk for person in canaries.people]
        # Nobody gets a page with the revision of another page: 404.
        revised = [(page.pk, page.latest_revision_id) for page in self.pages]
        revised = [(page, revision) for page, revision in revised if revision]
        revisions = [revision for _, revision in revised]
        everything = sorted({*ids, *images[:5], *documents[:5], *people, *revisions, 1})
        paths = [page.get_url() for page in self.pages]
        files = [image.file.name for image in canaries.images]
        files += list(Rendition.objects.values_list("file", flat=True))
        typo = f"{words[0][:-4]}m{words[0][-3:]}"  # one letter from a planted word
        texts = [TITLE, words[0], f"{canaries.root}*", typo]
        of_pages = _for_all(
            ("page_id", "page_pk", "parent_page_id", "page_to_move_id", "parent", "ancestor"), ids
        ) | _for_all(("ancestor_of", "child_of", "descendant_of", "translation_of"), ids)
        days = _for_all(
            ("date", "date_from", "date_to", *_compared("date")),
            [LONG_AGO, f"{LONG_AGO.year + 1}-01-01"],
        )
        times = _for_all(
            (
                *("created_at_from", "first_published_at", "last_published_at"),
                *(*_compared("first_published_at"), *_compared("last_published_at")),
            ),
            ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"],
        )
        declared = {
            parameter: words[:3]
            for name, field in declared_fields().items()
            if not field.is_choice and not name.endswith(("date", "published_at"))
            for parameter in (name, *(f"{name}[{operator}]" for operator in field.operators))
        }
        nothing_yet = _for_all(
            (
                *("task_state_id", "task_id", "workflow_state_id", "workflow_pk", "session_id"),
                *("uploaded_file_id", "redirect_id", "restriction_id", "uidb64", "token"),
                *("page_view_restriction_id", "created_at_to", "approved_go_live_at_from"),
                *("approved_go_live_at_to", "user_id"),
            ),
            [1],
        )
        return (
            dict.fromkeys(search_fields().filters, words[:3])
            | of_pages
            | days
            | times
            | declared
            | nothing_yet
            | {
                "/documents/%(_0)s/%(_1)s": [
                    (document.pk, document.filename) for document in canaries.documents
                ],
                **_for_all(
                    ("/%(_0)s", "/%(_0)sindex.md"),
                    [(path[1:],) for path in (*paths, self.elsewhere.get_url(), "/")],
                ),
                "/media/%(path)s": [(file,) for file in files],
                "/media/variants/%(image_id)s/%(version)s/%(name)s": [
                    *((each.pk, version_of(each), "320.webp") for each in canaries.images),
                    *((images[0], version_of(canaries.images[0]), name) for name in OTHER_VARIANTS),
                ],
                "/colors/%(name)s.css": [("5b0f2e-7a1f45-f0a9c4-ffd166",)],
                "path": [*paths, self.elsewhere.get_url()],
                "html_path": paths,
                "site": ["localhost"],
                "pk": everything,
                "id": everything,
                "instance_pk": everything,
                "object_id": ids,
                "image_id": images,
                "document_id": documents,
                "doc_id": documents[:3],
                "revision_id": revisions,
                **_for_all(
                    (f"{REVISION}/{name}/" for name in ("view", "revert", "unschedule")), revised
                ),
                COMPARISON: [(page, revision, revision) for page, revision in revised],
                "destination_id": [self.elsewhere.pk],
                "collection_id": list(Collection.objects.values_list("pk", flat=True)),
                "site_id": list(Site.objects.values_list("pk", flat=True)),
                "locale_id": list(Locale.objects.values_list("pk", flat=True)),
                "app_label": ["whatwedo", "content"],
                "app_name": ["whatwedo", "content"],
                "content_type_app_name": ["whatwedo"],
                "content_type_model_name": ["organpage"],
                "name": ["memberstate", "person"],
                "model_name": ["organpage", "topic"],
                "type": ["content.Topic"],
                "type_name": ["whatwedo.OrganPage"],
                "action": ["publish", "maintenance"],
                "action_name": ["copy"],
                "filter_spec": ["width-320"],
                "q": [*texts, *words[::7]],
                "q with others": [TITLE, words[0], f"{canaries.root}*"],
                "all": texts[1:],
                "any": texts[1:],
                "phrase": texts[1:],
                "search": texts,
                "object_str": texts,
                "none": ["nothing"],
                "organ": [page.title for page in self.pages],
                "topic": [topic.slug for topic in canaries.topics],
                **_for_all(("locale", "prefer_locale"), ["en"]),
                **_for_all(("kind", "kind[ne]"), ["committee", "other"]),
                "fallback": ["en"],
                "expand": ["children", "siblings", "breadcrumbs", "children.siblings"],
                "facets": ["type", "organ", "topic", "locale", "date"],
                "order": ["title", "-id", "seo_title"],
                "limit": [1, 20],
                "offset": [0],
                "depth": [1, 5],
                "total": ["true"],
                "number": [1],
                "provider_id": ["oidc"],
                "cursor": ["unreadable"],
            }
        )

    def public(self):
        values = self.values()
        with override("en"):  # the language of the last request decides the prefix of routes
            every = [*routes(values)]
        addresses = [
            *(each for each in every if not each.startswith("/admin/")),
            *operations(delivery.get_openapi_schema(), values),
            # The API is searched for many more words; the page shows what it finds.
            *(f"/search/?q={text}" for text in values["search"]),
            *(f"/search/?q={TITLE}&{more}" for more in ("sort=-date", "match=all", "format=csv")),
        ]
        return [each for each in addresses if self.is_whole or BEHIND.search(each)]


def _compared(name):
    return [f"{name}[{operator}]" for operator in declared_fields()[name].operators]


def _for_all(names, values):
    return dict.fromkeys(names, values)


def _body(response):
    if response.streaming:
        return b"".join(response.streaming_content).decode(errors="replace")
    return unescape(response.content.decode(errors="replace"))


def _call_tool(client, name, arguments):
    params = {"name": name, "arguments": arguments}
    response = client.post(
        "/mcp",
        {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params},
        content_type="application/json",
        headers={"accept": "application/json, text/event-stream"},
    )
    assert response.status_code == 200, response.content
    return unescape(response.content.decode())


def _links(body):
    for link in re.findall(r'(?:href|src|"url"|"next"|"src")[=:] ?"([^"]+)"', body):
        parts = urlsplit(link)
        is_ours = parts.hostname in {None, "testserver", "localhost"}
        if is_ours and re.match(r"/(?!static/|admin/)", parts.path):
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path


def planted_types():
    """Return the types of pages to plant.

    With an app outside the product these are its own, because the product's are planted
    without it, and the organs, which records and facets point to.
    """
    every = [model for model in get_page_models() if model not in {Page, HomePage}]
    added = [model for model in every if model.__module__.startswith("examples.")]
    return [*added, OrganPage] if added else every


@pytest.fixture
def crawler(engine, admin_search, monkeypatch, settings, tmp_path):
    """Pages of all types, planted, public and found, beside others that point to them."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DATA_DIR = tmp_path
    settings.ANSWER_MEMORY = 8 * 1024 * 1024
    settings.SEARCH_SECONDS = 30  # so that a busy machine finds as much as an idle one
    monkeypatch.setattr(active, "engine", lambda name: engine)
    monkeypatch.setattr(active, "names", lambda: [engine.name])
    home = site_root()
    above = WhatWeDoPageFactory(parent=home, title="Overview", slug="overview", show_in_menus=True)
    elsewhere = OrganPageFactory(parent=above, title="Elsewhere")
    canaries = CanaryWords(elsewhere)
    pages = []
    for model in planted_types():
        page = model(title=f"{TITLE} {model.__name__}", live=False, **canaries.fields(model))
        above.add_child(instance=page)
        canaries.relate(page)
        page.save_revision().publish()
        pages.append(model.objects.get(pk=page.pk))
    organ = pages[[type(page).__name__ for page in pages].index("OrganPage")]
    elsewhere.relations.create(kind="heads", to=organ)
    for page in pages:
        alias = page.create_alias(parent=home, update_slug=f"alias-{page.slug}")
        pages = [*pages, alias] if alias.alias_of_id in {each.pk for each in pages} else pages
        link = f'<p><a linktype="page" id="{page.pk}">Read on</a></p>'
        ContentPageFactory(
            parent=home,
            title=f"Pointer {page.pk}",
            body=[
                ("rich_text", link),
                ("cards", {"cards": [{"page": page, "title": "Way", "text": ""}]}),
            ],
        )
    reader = type("Reader", (IndexReader,), {"engine_name": engine.name, "local": True})()
    is_whole = engine.name == "embedded"
    crawler = LeakCrawler(canaries, pages, elsewhere, ReaderLoop(reader), is_whole)
    crawler.follow()
    yield crawler
    invalidate()  # what was cached is rolled back now


@pytest.fixture
def colleague():
    """A user who can open the admin but edit no page."""
    group = Group.objects.create(name="Guests")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = UserFactory()
    user.groups.add(group)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture
def stranger():
    """A user with a token and without any permission."""
    _, key = APIToken.create_token(user=UserFactory(), name="test")
    return Client(headers={"authorization": f"Bearer {key}"}, raise_request_exception=False)


def test_nothing_leaks_and_everything_returns(
    crawler, colleague, stranger, django_capture_on_commit_callbacks
):
    visitor = Client(raise_request_exception=False)
    originals = [page for page in crawler.pages if page.alias_of_id is None]
    with read_tables() as tables:
        before = crawler.crawl(visitor, crawler.public())
    assert not before.failures
    assert {name.partition(" ")[0] for name in crawler.crawl_tools(visitor)} >= {
        "search",
        "get_page",
    }
    assert not unwatched(tables), "Declare them with `show`, or say in tests/tables.py why not."
    assert before.words
    unseen = {crawler.canaries.words[word] for word in set(crawler.canaries.words) - before.words}
    if crawler.is_whole:
        assert not {where for where in unseen if not NEVER_SHOWN.search(where)}

    with django_capture_on_commit_callbacks(execute=True):
        switch_on(originals, Terms(message="Back soon"))
    at_once = crawler.crawl(visitor, (each for each in crawler.public() if not BEHIND.search(each)))
    assert not at_once.leaks
    crawler.follow()
    later = crawler.crawl(visitor, crawler.public())
    assert not later.leaks
    assert not crawler.crawl_tools(visitor)
    assert not at_once.failures + later.failures
    assert not {address for address in later.answered if FILES.match(address)}
    assert not [
        address
        for address, tag in before.etags.items()
        if visitor.get(address, headers={"if-none-match": tag}).status_code == 304
    ]
    listed = visitor.get(f"{API}/search/?q={TITLE}&limit=100").json()["results"]
    assert {each["id"] for each in listed} == {page.pk for page in crawler.pages}
    assert {each["state"] for each in listed} == {"maintenance"}
    if crawler.is_whole:
        check_people_without_rights(crawler, visitor, colleague, stranger)

    with django_capture_on_commit_callbacks(execute=True):
        switch_off(originals)
    crawler.follow()
    revealing = _without_cursors(before.leaks)
    after = crawler.visit_again(visitor, revealing)
    assert after.words >= before.words
    assert revealing <= set(after.leaks)


def check_people_without_rights(crawler, visitor, colleague, stranger):
    with override("en"):
        admin = [each for each in routes(crawler.values()) if each.startswith("/admin/")]
    in_v3 = list(operations(v3.get_openapi_schema(), crawler.values()))
    for client, addresses, known in (
        (visitor, admin, set()),
        (stranger, in_v3, set()),
        (colleague, admin, crawler.canaries.in_files),
    ):
        assert not crawler.crawl(client, addresses, known).leaks


def bearer_of(key):
    """Save a key; return a client that sends it with each request."""
    authorization = f"Bearer {key.issue()}"
    key.save()
    return Client(headers={"authorization": authorization}, raise_request_exception=False)


def resources_of(addresses):
    """Return the resources of the API, like `pages`, that the addresses are below."""
    return {urlsplit(each).path.split("/")[4] for each in addresses}


def test_a_key_for_restricted_pages_reveals_them_to_its_bearer_only(
    crawler, django_capture_on_commit_callbacks
):
    bearer = bearer_of(DeliveryKey(name="Members' area", reads_restricted=True))
    visitor = Client(raise_request_exception=False)
    with django_capture_on_commit_callbacks(execute=True):
        for page in crawler.pages:
            PageViewRestriction.objects.create(page=page, restriction_type="login")
    crawler.follow()
    addresses = [
        each
        for each in operations(delivery.get_openapi_schema(), crawler.values())
        if crawler.is_whole or BEHIND.search(each)
    ]

    read = crawler.crawl(bearer, addresses)
    assert not read.failures
    of_api = {each for each in read.leaks if each.startswith(API)}
    assert resources_of(of_api) == (
        {"page", "pages"} if crawler.is_whole else set()
    )  # never in searches
    kept = [bearer.get(each)["Cache-Control"] for each in of_api]
    assert set(kept) <= {"private, no-store"}

    others = crawler.crawl(visitor, crawler.public())  # also what the bearer has just read
    assert not others.leaks
    assert not others.failures
    assert not [
        address
        for address in others.naming.intersection(addresses)
        if SLUG not in address and TITLE not in address
    ]
    assert not crawler.crawl_tools(visitor)


@pytest.mark.parametrize("engine", ["embedded"], indirect=True)  # drafts are searched with it
def test_a_key_for_drafts_reveals_them_to_its_bearer_only(
    crawler, django_capture_on_commit_callbacks
):
    bearer = bearer_of(DeliveryKey(name="Preview", reads_drafts=True))
    visitor = Client(raise_request_exception=False)
    with django_capture_on_commit_callbacks(execute=True):
        for page in crawler.pages:
            page.unpublish()
    crawler.follow()
    addresses = list(operations(delivery.get_openapi_schema(), crawler.values()))

    read = crawler.crawl(bearer, addresses)
    assert not read.failures
    of_api = {each for each in read.leaks if each.startswith(API)}
    assert resources_of(of_api) == {"pages", "search"}
    kept = [bearer.get(each)["Cache-Control"] for each in of_api]
    assert set(kept) == {"private, no-store"}

    others = crawler.crawl(visitor, [*addresses, *crawler.public()])
    assert not others.leaks
    assert not others.failures
    assert not crawler.crawl_tools(visitor)


def _without_cursors(addresses):
    """Return the addresses without a cursor, which belongs to one state of the index."""
    return {each for each in addresses if "cursor=" not in each}
