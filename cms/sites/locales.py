"""The languages of pages, by the ids of their locales."""

from wagtail.models import Locale

from cms.caching.lookups import cached_until_change


def _read_language_codes(_: None) -> dict[int, str]:
    return dict(Locale.objects.values_list("pk", "language_code"))


language_codes = cached_until_change(_read_language_codes, reads_content=False)
"""Return the language codes by the ids of locales."""
