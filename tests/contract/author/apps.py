"""An app outside the product that adds a facet and a searched text, in this one file."""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig


def authors(page: Any) -> Iterable[str]:
    return [page.owner.get_full_name()] if page.owner else []


def all_authors() -> dict[str, tuple[str, ...]]:
    from django.contrib.auth import get_user_model

    users = get_user_model().objects.exclude(owned_pages=None).order_by("last_name").distinct()
    return {user.get_full_name(): (user.get_full_name(), user.get_username()) for user in users}


class AuthorConfig(AppConfig):
    name = "tests.contract.author"
    label = "author"

    def ready(self) -> None:
        from search.fields import Field, register

        register(
            Field(
                "author",
                "Author",
                read=authors,
                prefetch=("owner",),
                values=all_authors,
                is_sorted=True,
                phrase="by",
            ),
            Field("blurb", "Blurb", "text", read=lambda page: page.search_description, weight=0.8),
        )
