"""Colours, the home page's parts and popular searches in the settings of a site."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page, Site

from cms.sites.models import SiteSettings
from tests.factories import ContentPageFactory, WhatWeDoPageFactory, site_root

pytestmark = pytest.mark.django_db
READABLE = {
    "header_color": "#5b0f2e",
    "link_color": "#7a1f45",
    "link_dark_color": "#f0a9c4",
    "highlight_color": "#ffd166",
}


@pytest.fixture
def root():
    return site_root()


def configure(language="", **values):
    return SiteSettings.objects.create(site=Site.objects.get(), language=language, **values)


def text_of(client, path="/"):
    return client.get(path).content.decode()


class TestColors:
    def test_pages_link_to_a_stylesheet_that_caches_keep(self, client, root):
        configure(**READABLE)
        url = "/colors/5b0f2e-7a1f45-f0a9c4-ffd166.css"

        for path in ("/", "/search/", "/no-such-page/"):
            assert f'<link rel="stylesheet" href="{url}">' in text_of(client, path)
        response = client.get(url)
        assert "--deep: #5b0f2e; --link: #7a1f45" in response.content.decode()
        assert response["Content-Type"] == "text/css"
        assert "immutable" in response["Cache-Control"]

    def test_a_site_without_colors_has_no_such_stylesheet(self, client, root):
        configure(name="First")

        assert "/colors/" not in text_of(client)

    @pytest.mark.parametrize(
        "name", ["5b0f2e", "5b0f2e-7a1f45-f0a9c4-zzzzzz", "5b0f2e-7a1f45-f0a9c4-ffd166-000000"]
    )
    def test_another_address_is_not_found(self, client, root, name):
        assert client.get(f"/colors/{name}.css").status_code == 404

    def test_a_color_that_cannot_be_read_is_refused_with_both_ratios(self, root):
        settings = configure(link_color="#9ab8e0")

        with pytest.raises(ValidationError) as refused:
            settings.full_clean()

        [message] = refused.value.message_dict["link_color"]
        assert message.endswith("is 1.82:1. It must be at least 4.5:1.")

    def test_colors_are_those_of_all_languages(self, root):
        with pytest.raises(ValidationError, match="Set colours for all languages"):
            configure("en", **READABLE).full_clean()

    def test_what_is_no_color_is_refused(self, root):
        with pytest.raises(ValidationError, match="Enter a colour like #0f2f63"):
            configure(link_color="navy").full_clean()


class TestPopularSearches:
    def test_search_boxes_offer_them_and_the_home_page_lists_them(self, client, root):
        configure(
            popular_searches="peace & law\n\n  charter \n",
            home_parts=[{"type": "popular", "value": {"title": "Often searched"}}],
        )

        text = text_of(client)

        assert 'data-searches="peace &amp; law|charter"' in text
        assert "Often searched" in text
        assert '<a href="/search/?q=peace%20%26%20law">peace &amp; law</a>' in text

    def test_without_any_neither_stands_in_a_page(self, client, root):
        configure(home_parts=[{"type": "popular", "value": {"title": "Often searched"}}])

        assert "data-searches" not in text_of(client)
        assert "Often searched" not in text_of(client)

    @pytest.mark.parametrize("searches", ["\n".join("abcdefghi"), "a" * 81, "a|b"])
    def test_too_many_long_or_divided_ones_are_refused(self, root, searches):
        with pytest.raises(ValidationError, match="search"):
            configure(popular_searches=searches).full_clean()


class TestHomeParts:
    def test_the_sections_are_shown_where_none_is_chosen(self, client, root):
        WhatWeDoPageFactory(parent=root)

        assert "<h2>Explore</h2>" in text_of(client)

    def test_they_stand_in_the_chosen_order_with_their_titles(self, client, root):
        WhatWeDoPageFactory(parent=root)
        configure(
            home_parts=[
                {"type": "updated", "value": {"title": "", "number": 1}},
                {"type": "sections", "value": {"title": "Our work"}},
            ]
        )

        text = text_of(client)

        assert text.index("Recently updated") < text.index("Our work")

    def test_updated_pages_are_the_public_ones_published_last(self, client, root):
        above = ContentPageFactory(parent=root, title="Oldest")
        ContentPageFactory(parent=above, title="Newest")
        ContentPageFactory(parent=above, title="A draft", live=False)
        configure(home_parts=[{"type": "updated", "value": {"title": "", "number": 1}}])

        listed = text_of(client).partition("Recently updated")[2]

        assert "Newest" in listed
        assert "Oldest" not in listed.partition("</section>")[0]
        assert "A draft" not in listed

    def test_a_home_page_with_updated_pages_depends_on_every_page(self, client, root, rf):
        ContentPageFactory(parent=root, title="Page")
        configure(home_parts=[{"type": "updated", "value": {"title": "", "number": 1}}])
        home = Page.objects.get(pk=root.pk).specific

        request = rf.get("/", headers={"host": "localhost"})

        assert home.get_context(request)["surrogate_keys"] == {"pages"}


def test_the_api_has_colors_parts_and_searches_for_other_front_ends(client, root):
    configure(
        **READABLE,
        popular_searches="charter",
        home_parts=[{"type": "updated", "value": {"title": "New", "number": 3}}],
    )

    [site] = client.get("/api/delivery/v1/sites/").json()["items"]

    assert site["settings"][0]["colors"] == {
        "header": "#5b0f2e",
        "link": "#7a1f45",
        "link_dark": "#f0a9c4",
        "highlight": "#ffd166",
    }
    assert site["settings"][0]["popular_searches"] == ["charter"]
    assert site["settings"][0]["home_parts"] == [{"kind": "updated", "title": "New", "number": 3}]
