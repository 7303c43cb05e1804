"""Pages in other languages where a translation is missing: the parameter `fallback`."""

from collections.abc import Callable, Collection, Sequence
from typing import Annotated, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import Field, WithJsonSchema
from wagtail.models import Page

from cms.delivery.http.parameters import Commas, LanguageCode
from cms.delivery.http.problem import invalid, not_one_of
from cms.delivery.http.served_site import Root, ServedSite
from cms.delivery.pages.neighbours import PageRow, page_rows, state_of

LANGUAGES = {"type": "array", "items": {"type": "string", "maxLength": 20}, "x-commas": True}
Fallback = Annotated[
    tuple[LanguageCode, ...], Field(max_length=20), Commas, WithJsonSchema(LANGUAGES)
]
NEEDS_ONE_LANGUAGE = _("name one language in “locale”.")
FALLBACK_DESCRIPTION = "Languages to take, in this order, where a translation is missing."


def check_languages(site: ServedSite, codes: Sequence[str], name: str) -> None:
    """Raise a 422 problem for a code that is not a language of the site."""
    check_codes(sorted({root.language for root in site.roots}), codes, name)


def check_codes(allowed: Collection[str], codes: Sequence[str], name: str) -> None:
    """Raise a 422 problem for a code that is not among those known."""
    for code in codes:
        if code not in allowed:
            raise invalid(name, not_one_of(code, allowed))


def check_one_language(locales: Sequence[str]) -> None:
    """Raise a 422 problem unless there is exactly one language."""
    if len(locales) != 1:
        raise invalid("fallback", NEEDS_ONE_LANGUAGE)


def with_fallback(
    public: Callable[[], "QuerySet[Page]"], locales: Sequence[str], fallback: Sequence[str]
) -> Q:
    """Return the condition for pages in a language, or in the first fallback language they have.

    `public` returns the pages that the public may see. Raises a 422 problem unless `locales`
    is one language.
    """
    check_one_language(locales)
    condition: Any = Q(locale__language_code__in=locales)
    preferred = [*locales]
    for code in fallback:
        same = public().filter(translation_key=OuterRef("translation_key"))
        missing = ~Exists(same.filter(locale__language_code__in=[*preferred]))
        condition |= Q(locale__language_code=code) & missing
        preferred.append(code)
    result: Q = condition
    return result


def translation_of(site: ServedSite, page: PageRow, languages: Sequence[str]) -> PageRow | None:
    """Return the public translation in the first of these languages that has one, or None."""
    rows = Page.objects.filter(
        site.below(), translation_key=page.translation_key, live=True, alias_of=None
    )
    translations = {
        each.language_code: each for each in page_rows(rows) if state_of(each).is_visible
    }
    return next((translations[code] for code in languages if code in translations), None)


def same_path(site: ServedSite, path: str, language: str) -> str | None:
    """Return the path with the prefix of another language; None if the site has none."""
    roots = {root.language: root for root in site.roots}
    if language not in roots:
        return None
    return roots[language].prefix + path.removeprefix(root_of(site, path).prefix)


def root_of(site: ServedSite, path: str) -> Root:
    """Return the language root to which a path belongs."""
    roots = sorted(site.roots, key=lambda root: -len(root.prefix))
    return next(root for root in roots if f"{path}/".startswith(f"{root.prefix}/"))


def mark_fallbacks(items: Sequence[dict[str, Any]], language: str) -> None:
    """Set `fallback_for` of pages that replace a missing one in this language, in place."""
    for item in items:
        if item["locale"] != language:
            item["fallback_for"] = language
