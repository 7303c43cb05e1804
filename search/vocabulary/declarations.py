"""The declarations of the product's fields."""

import re

from django.utils.translation import gettext_lazy as _

from search.fields import Field
from search.text.forms import folded
from search.vocabulary import values


def lower(text: str) -> tuple[str, ...]:
    return (text.lower(),)


def with_slug(text: str) -> tuple[str, ...]:
    """Return the text and, if different, the slug that Wagtail would make of it."""
    bare = re.sub(r"[^\w\s-]", "", folded(text)).replace("-", " ")
    return tuple(dict.fromkeys(filter(None, (text, "-".join(bare.split())))))


PRODUCT_FIELDS = (
    Field(
        "title",
        _("Title"),
        "text",
        is_sorted=True,
        noun=_("title"),
        phrase=_("in the title"),
    ),
    Field(
        "headings",
        _("Heading"),
        "text",
        weight=0.6,
        within="body",
        scope="body",
        noun=_("heading"),
        place="a heading",
        phrase=_("in a heading"),
    ),
    Field(
        "body",
        _("Text"),
        "text",
        noun=_("text"),
        phrase=_("in the text"),
    ),
    Field(
        "type",
        _("Type"),
        values=values.types,
        is_internal=True,
        noun=_("type of page"),
        phrase=_("of the type"),
        description="Pages of these types.",
    ),
    Field(
        "organ",
        _("Organ"),
        values=values.organs,
        is_listed=False,
        noun=_("organ"),
        phrase=_("of the organ"),
        description="Pages of these organs.",
    ),
    Field(
        "topic",
        _("Topic"),
        values=values.topics,
        spellings=with_slug,
        noun=_("topic"),
        phrase=_("on the topic"),
        description="Pages on these topics.",
    ),
    Field(
        "locale",
        _("Language"),
        values=values.languages,
        spellings=lower,
        noun=_("language"),
        phrase=_("in the language"),
        description="Pages in these languages.",
    ),
    Field(
        "site",
        _("Site"),
        values=values.sites,
        is_filtered=False,
        is_listed=False,
        noun=_("site"),
        phrase=_("on the site"),
        description="Pages of these sites.",
    ),
    Field("date", _("Year"), "date", is_sorted=True, noun=_("date"), phrase=_("dated")),
    Field(
        "attached",
        _("Attached document"),
        "text",
        weight=0.5,
        scope="doc",
        noun=_("attached document"),
        place="an attached document",
        phrase=_("in an attached document"),
    ),
)
