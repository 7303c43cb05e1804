"""The name and the mark that the admin carries: those of the default site."""

from dataclasses import dataclass

from django.conf import settings
from django.templatetags.static import static
from wagtail.models import Site

from cms.caching.lookups import cached_until_change
from cms.sites.texts import site_texts


@dataclass(frozen=True, slots=True)
class Brand:
    name: str
    mark: str
    """The address of the site's logo, or of the product's mark where it has none."""


def _default_site(_: None) -> Site | None:
    site: Site | None = Site.objects.filter(is_default_site=True).first()
    return site


default_site = cached_until_change(_default_site)
"""Return the default site, None without one."""


def brand() -> Brand:
    """Return the brand of the admin; no query until a setting or a site changes."""
    mark = static("img/mark.svg")
    site = default_site(None)
    if site is None:
        return Brand(settings.WAGTAIL_SITE_NAME, mark)
    texts = site_texts((site, settings.LANGUAGE_CODE))
    return Brand(texts.name, texts.logo.url if texts.logo else mark)
