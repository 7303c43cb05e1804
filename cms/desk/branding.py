"""The name and logo of the admin: those of the default site."""

from dataclasses import dataclass

from django.conf import settings
from django.templatetags.static import static

from cms.sites.texts import default_texts


@dataclass(frozen=True, slots=True)
class Brand:
    name: str
    mark: str
    """The address of the site's logo, or of the product's mark where it has none."""


def brand() -> Brand:
    """Return the brand of the admin; no query until a setting or a site changes."""
    mark = static("img/mark.svg")
    texts = default_texts()
    if texts is None:
        return Brand(settings.WAGTAIL_SITE_NAME, mark)
    return Brand(texts.name, texts.logo.url if texts.logo else mark)
