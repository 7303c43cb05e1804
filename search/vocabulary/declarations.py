"""The product's own fields, registered like those of any other app."""

import re

from search.fields import Field
from search.text.forms import folded
from search.vocabulary import known


def lower(text: str) -> tuple[str, ...]:
    return (text.lower(),)


def with_slug(text: str) -> tuple[str, ...]:
    """Return the text and, if it differs, the slug that Wagtail would make of it."""
    bare = re.sub(r"[^\w\s-]", "", folded(text)).replace("-", " ")
    return tuple(dict.fromkeys(filter(None, (text, "-".join(bare.split())))))


OWN_FIELDS = (
    Field("title", "Title", "text", is_sorted=True),
    Field(
        "headings", "Heading", "text", weight=0.6, within="body", scope="body", place="a heading"
    ),
    Field("body", "Text", "text"),
    Field(
        "type",
        "Type",
        values=known.types,
        is_internal=True,
        noun="type of page",
        phrase="of the type",
        description="Pages of these types.",
    ),
    Field(
        "organ",
        "Organ",
        values=known.organs,
        is_listed=False,
        phrase="of the organ",
        description="Pages of these organs.",
    ),
    Field(
        "topic",
        "Topic",
        values=known.topics,
        spellings=with_slug,
        phrase="on the topic",
        description="Pages on these topics.",
    ),
    Field(
        "locale",
        "Language",
        values=known.languages,
        spellings=lower,
        phrase="in the language",
        description="Pages in these languages.",
    ),
    Field(
        "site",
        "Site",
        values=known.sites,
        is_filtered=False,
        is_listed=False,
        phrase="on the site",
        description="Pages of these sites.",
    ),
    Field("date", "Year", "date", is_sorted=True, noun="date", phrase="dated"),
    Field(
        "attached",
        "Attached document",
        "text",
        weight=0.5,
        scope="doc",
        place="an attached document",
        phrase="in an attached document",
    ),
)
