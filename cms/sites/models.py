"""The settings of a site: what stands around its pages, in each language."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Locale, Site

from cms.sites.columns import columns_field, social_field


def languages() -> list[tuple[str, str]]:
    """Return the choices of a language; a callable, so that a new language needs no migration."""
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


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
    maintenance_heading = models.CharField(max_length=120, blank=True)
    maintenance_message = models.TextField(blank=True, max_length=1000)
    email_sender = models.EmailField(
        blank=True, help_text="From whom the site's e-mails come. Set it for all languages."
    )

    panels = [
        FieldRowPanel([FieldPanel("site"), FieldPanel("language")]),
        FieldRowPanel([FieldPanel("name"), FieldPanel("strap_line")]),
        FieldPanel("logo"),
        MultiFieldPanel(
            [
                FieldPanel("footer_columns"),
                FieldPanel("contact"),
                FieldPanel("contact_email"),
                FieldPanel("social_links"),
            ],
            heading="Footer",
        ),
        FieldPanel("search_placeholder"),
        MultiFieldPanel(
            [FieldPanel("maintenance_heading"), FieldPanel("maintenance_message")],
            heading="Default notice of maintenance",
        ),
        FieldPanel("email_sender"),
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
        known = {*Locale.objects.values_list("language_code", flat=True), ""}
        if self.language not in known:
            raise ValidationError({"language": "This site has no pages in this language yet."})
