"""Public pages as Markdown, by URL or content negotiation."""

import pytest
import yaml
from wagtail.models import PageViewRestriction, Site

from cms.maintenance.switch import Terms, switch_on
from cms.sites.models import SiteSettings
from tests.factories import (
    ContentPageFactory,
    ImageFactory,
    OrganPageFactory,
    PersonFactory,
    WhatWeDoPageFactory,
    site_root,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def overview():
    return WhatWeDoPageFactory(
        parent=site_root(),
        summary="Aims & organs.",
        introduction="<p>Read <b>this</b> first.</p>",
        body=[
            ("heading", {"text": "Aims", "level": "2", "anchor": ""}),
            ("aims", {"lead": "To:", "points": ["<p>keep peace</p>", "<p>trade</p>"]}),
            ("quote", {"text": "We listen.", "attribution": "The chair", "source_url": ""}),
        ],
    )


def read(response):
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    _, front, text = response.content.decode().split("---\n", 2)
    return yaml.safe_load(front), text.strip()


def test_a_page_is_markdown_at_its_own_address(client, overview):
    organ = OrganPageFactory(parent=overview, title="Council")

    facts, text = read(client.get("/what-we-do/index.md"))

    assert facts["title"] == "What We Do"
    assert facts["url"] == "http://localhost/what-we-do/"
    assert facts["type"] == "whatwedo.WhatWeDoPage"
    assert facts["contents"] == [{"title": "Aims", "url": "http://localhost/what-we-do/#aims"}]
    assert text == (
        "# What We Do\n\nAims \\& organs.\n\nRead **this** first.\n\n## Aims\n\nTo:\n\n"
        "1. keep peace\n2. trade\n\n> We listen.\n>\n> — The chair\n\n"
        f"## Pages in this section\n\n- [Council](<{organ.full_url}>)"
    )


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/markdown", "text/markdown"),
        ("text/markdown, text/html;q=0.5", "text/markdown"),
        ("text/html, text/markdown;q=0.5", "text/html"),
        ("*/*", "text/html"),
        ("", "text/html"),
    ],
)
def test_the_accept_header_chooses_the_form(client, overview, settings, accept, form):
    settings.ANSWER_MEMORY = 1_000_000
    for _ in range(2):  # the second may come from the cache
        response = client.get("/what-we-do/", headers={"accept": accept})

        assert response["Content-Type"] == f"{form}; charset=utf-8"
        assert "Accept" in response["Vary"].split(", ")


def test_markdown_is_conditional_and_names_its_canonical_page(client, overview):
    response = client.get("/what-we-do/index.md")

    again = client.get("/what-we-do/index.md", headers={"if-none-match": response["ETag"]})

    assert again.status_code == 304
    assert response["Link"] == '<http://localhost/what-we-do/>; rel="canonical"'
    assert response["X-Robots-Tag"] == "noindex"


def test_the_fields_of_a_type_are_front_matter(client, overview):
    head = PersonFactory(name="Siti Example", honorific="H.E.")
    OrganPageFactory(
        parent=overview, title="Council", slug="council", kind="council", seat="Jakarta", head=head
    )

    facts, _ = read(client.get("/what-we-do/council/index.md"))

    assert (facts["kind"], facts["seat"]) == ("council", "Jakarta")
    assert facts["head"]["name"] == "Siti Example"


def test_a_withheld_page_is_a_notice(client, overview):
    switch_on([overview], Terms(message="Back *soon*"))

    for address, accept in (("/what-we-do/index.md", "*/*"), ("/what-we-do/", "text/markdown")):
        response = client.get(address, headers={"accept": accept})
        facts, text = read(response)

        assert response.status_code == 503
        assert response["Retry-After"]
        assert response["Cache-Control"] == "no-store"
        assert facts.keys() == {"title", "url", "locale", "state"}
        assert text == "# Under Maintenance\n\nBack \\*soon\\*"


def test_pages_that_are_not_public_have_no_markdown(client, overview):
    PageViewRestriction.objects.create(page=overview, restriction_type="login")
    ContentPageFactory(parent=site_root(), slug="draft", live=False)

    assert client.get("/what-we-do/index.md").status_code == 404
    assert client.get("/draft/index.md").status_code == 404
    form = client.get("/what-we-do/", headers={"accept": "text/markdown"})
    assert form.status_code == 302


def test_every_block_has_markdown(client):
    image = ImageFactory(title="Flag")
    ContentPageFactory(
        parent=site_root(),
        slug="blocks",
        body=[
            ("callout", {"tone": "info", "title": "Note", "text": "<p>Closed <b>today</b>.</p>"}),
            ("image", {"image": image, "alt_text": "A [flag]", "caption": "On the roof"}),
            ("timeline", {"items": [{"date": "1967", "title": "Founded", "text": "By five."}]}),
            ("address", {"name": "Office", "lines": "1 Road\nJakarta", "map_url": ""}),
            ("embed", {"url": "https://vimeo.com/1", "title": "Film"}),
            (
                "accordion",
                {"items": [{"heading": "Who?", "content": [("rich_text", "<p>All.</p>")]}]},
            ),
            ("cards", {"title": "More", "cards": [{"title": "Out", "url": "https://x.org/"}]}),
        ],
    )

    _, text = read(client.get("/blocks/index.md"))

    for part in (
        "> **Note**\n>\n> Closed **today**.",
        "![A \\[flag\\]](<http://localhost/media/",
        "On the roof",
        "- **1967**: Founded\n\n  By five.",
        "**Office**\\\n1 Road\\\nJakarta",
        "[Film](<https://vimeo.com/1>)",
        "### Who?\n\nAll.",
        "**More**\n\n- [Out](<https://x.org/>)",
    ):
        assert part in text


def test_a_title_with_markup_is_escaped(client):
    ContentPageFactory(parent=site_root(), slug="x", title="--- a: [b](javascript:1)\n# <script>")

    facts, text = read(client.get("/x/index.md"))

    assert facts["title"].startswith("--- a: [b]")
    assert text.splitlines()[0] == "# \\--- a: \\[b\\](javascript:1) \\# \\<script\\>"


def test_llms_txt_lists_the_sections_and_their_pages(client, overview):
    OrganPageFactory(parent=overview, title="Council", slug="council", summary="It decides.")
    hidden = OrganPageFactory(parent=overview, title="Hidden", slug="hidden", summary="Secret.")
    OrganPageFactory(parent=overview, title="Draft", live=False)
    switch_on([hidden], Terms())

    response = client.get("/llms.txt")
    text = response.content.decode()

    assert "## What We Do" in text
    assert "- [Council](<http://localhost/what-we-do/council/index.md>): It decides." in text
    assert "- [Hidden](<http://localhost/what-we-do/hidden/index.md>)\n" in text
    assert "Secret" not in text
    assert "Draft" not in text


def test_llms_txt_escapes_the_name_of_the_site_once(client, overview):
    SiteSettings.objects.create(site=Site.objects.get(), name="Rivers & Islands")

    assert client.get("/llms.txt").content.decode().splitlines()[0] == "# Rivers \\& Islands"


def test_the_query_count_of_markdown_does_not_grow_with_the_page(
    client, overview, django_assert_max_num_queries
):
    for _ in range(5):
        OrganPageFactory(parent=overview)
    client.get("/what-we-do/index.md")

    with django_assert_max_num_queries(14):
        client.get("/what-we-do/index.md")
