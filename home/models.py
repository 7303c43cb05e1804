"""The start of the site, and plain pages for everything without a type of its own."""

from cms.content.page import BasePage


class HomePage(BasePage):
    """The site's root."""

    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent: int | None = 1  # type: ignore[assignment]
    template = "home/home_page.html"


class ContentPage(BasePage):
    """A plain page: a summary and a body."""

    parent_page_types = ["home.HomePage", "home.ContentPage", "whatwedo.WhatWeDoPage"]
    subpage_types = ["home.ContentPage"]
    template = "home/content_page.html"
