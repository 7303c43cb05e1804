"""The settings of a site, in each language."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Locale, Site

from cms.sites.colors import HEX, Colors, problems
from cms.sites.columns import columns_field, parts_field, social_field


def languages() -> list[tuple[str, str]]:
    """Return the choices of a language; a callable, so that a new language needs no migration."""
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


COLORS = {name: f"{name}_color" for name in Colors._fields}
"""The fields of colours, by their names in `Colors`."""
MAX_SEARCHES, MAX_SEARCH_LENGTH = 8, 80


def color_field(label: str, help_text: str) -> "models.CharField[str, str]":
    return models.CharField(
        label,
        max_length=7,
        blank=True,
        validators=[RegexValidator(rf"^{HEX.pattern}$", "Enter a colour like #0f2f63.")],
        help_text=help_text,
    )


def word_field(meaning: str) -> "models.CharField[Any, Any]":
    """Return a field for a word; its default in the database lets earlier versions add rows."""
    return models.CharField(max_length=60, blank=True, default="", db_default="", help_text=meaning)


class SiteSettings(models.Model):
    """Settings of one site in one language, or in all languages without settings.

    An empty field takes the value of the next language of the fallback chain, then that of all
    languages.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(
        max_length=12, blank=True, choices=languages, help_text="Leave empty for all languages."
    )
    name = models.CharField(max_length=120, blank=True, help_text="The site's name.")
    strap_line = models.CharField(
        max_length=200, blank=True, help_text="One sentence below the name."
    )
    logo = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    footer_columns = columns_field()
    contact = models.TextField(blank=True, help_text="Address and telephone, as on an envelope.")
    contact_email = models.EmailField(blank=True)
    social_links = social_field()
    search_placeholder = models.CharField(max_length=120, blank=True)
    popular_searches = models.TextField(
        blank=True,
        help_text="One search a line. Visitors see them when they go to an empty search box.",
    )
    home_parts = parts_field()
    header_color = color_field("header", "Behind the white text of header, footer and key figures.")
    link_color = color_field("links and buttons", "On light pages.")
    link_dark_color = color_field("links and buttons, dark", "For visitors who prefer dark pages.")
    highlight_color = color_field("highlight", "Lines, marks and the search button.")
    maintenance_heading = models.CharField(max_length=120, blank=True)
    maintenance_message = models.TextField(blank=True, max_length=1000)
    email_sender = models.EmailField(
        blank=True, help_text="From whom the site's e-mails come. Set it for all languages."
    )

    members_word = word_field(
        "What the site calls the members of the organisation, like National Societies."
    )
    office_word = word_field("What it calls the office of a member, like Liaison Office.")
    representative_word = word_field("What it calls who represents a member, like Delegate.")

    preview_url = models.URLField(
        "preview address",
        blank=True,
        default="",
        db_default="",
        help_text="Where this site's other front end shows drafts; by default that of the server.",
    )

    panels = [
        FieldRowPanel([FieldPanel("site"), FieldPanel("language")]),
        FieldRowPanel([FieldPanel("name"), FieldPanel("strap_line")]),
        FieldPanel("logo"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("header_color"), FieldPanel("highlight_color")]),
                FieldRowPanel([FieldPanel("link_color"), FieldPanel("link_dark_color")]),
            ],
            heading="Colours",
            help_text="For all languages. Leave empty for the usual colours.",
        ),
        FieldPanel("home_parts"),
        MultiFieldPanel(
            [FieldPanel("search_placeholder"), FieldPanel("popular_searches")], heading="Search"
        ),
        MultiFieldPanel(
            [
                FieldPanel("footer_columns"),
                FieldPanel("contact"),
                FieldPanel("contact_email"),
                FieldPanel("social_links"),
            ],
            heading="Footer",
        ),
        MultiFieldPanel(
            [FieldPanel("maintenance_heading"), FieldPanel("maintenance_message")],
            heading="Default notice of maintenance",
        ),
        FieldPanel("email_sender"),
        FieldPanel("preview_url"),
        MultiFieldPanel(
            [
                FieldPanel("members_word"),
                FieldPanel("office_word"),
                FieldPanel("representative_word"),
            ],
            heading="Vocabulary",
        ),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "site settings"
        ordering = ["site", "language"]
        constraints = [
            models.UniqueConstraint(fields=["site", "language"], name="one_setting_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.site.hostname}, {self.get_language_display() or 'all languages'}"

    def clean(self) -> None:
        languages = {*Locale.objects.values_list("language_code", flat=True), ""}
        if self.language not in languages:
            raise ValidationError({"language": "This site has no pages in this language yet."})
        errors: dict[str, list[str]] = {}
        for problem in self._problems():
            errors.setdefault(problem[0], []).append(problem[1])
        if errors:
            raise ValidationError(errors)

    @property
    def colors(self) -> Colors:
        """Return the colours, those that are empty from the usual ones."""
        chosen = {name: getattr(self, field) for name, field in COLORS.items()}
        return Colors(**{name: value.lower() for name, value in chosen.items() if value})

    def _problems(self) -> Iterator[tuple[str, str]]:
        """Yield the names of invalid fields, with messages."""
        searches = searches_of(self.popular_searches)
        if len(searches) > MAX_SEARCHES:
            yield "popular_searches", f"Enter at most {MAX_SEARCHES} searches."
        if any(len(each) > MAX_SEARCH_LENGTH for each in searches):
            yield "popular_searches", f"A search may have at most {MAX_SEARCH_LENGTH} characters."
        if "|" in self.popular_searches:
            yield "popular_searches", "Enter one search a line, without the sign |."
        chosen = [field for field in COLORS.values() if getattr(self, field)]
        if self.language:
            yield from ((field, "Set colours for all languages.") for field in chosen)
        elif all(HEX.fullmatch(value) for value in self.colors):
            yield from ((COLORS[each.name], each.message) for each in problems(self.colors))


def searches_of(text: str) -> tuple[str, ...]:
    """Return the searches of a text, one a line, without empty lines."""
    return tuple(stripped for line in text.splitlines() if (stripped := line.strip()))
