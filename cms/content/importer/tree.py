"""The site's pages by their public paths, its languages included."""

from collections.abc import Iterable

from django.conf import settings
from wagtail.models import Locale, Page, Site

LANGUAGES = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
MAX_CACHED = 500
"""The number of pages whose rows are cached; of the others found or created, the ids are."""


class NoSiteError(Exception):
    """No default site exists."""


class Tree:
    """Pages by public path: `/about/` is below the root page, `/id/…` below its translation."""

    def __init__(self) -> None:
        site = Site.objects.select_related("root_page__locale").filter(is_default_site=True).first()
        if site is None:
            raise NoSiteError("There is no site yet: run load_demo, or add one in the admin.")
        self.root: Page = site.root_page
        self.default_language: str = self.root.locale.language_code
        self._homes: dict[str, str] = {}
        self._pages: dict[str, Page] = {}
        self._ids: dict[str, int] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read the languages that have a home page again, after one was created."""
        Site.clear_site_root_paths_cache()
        self._homes = {
            page.locale.language_code: page.url_path
            for page in self.root.get_translations(inclusive=True).select_related("locale")
        }

    def language(self, path: str) -> str:
        """Return the language code of the part of the site that the path is in."""
        first = path.split("/")[1]
        is_other = first in LANGUAGES and first != self.default_language
        return first if is_other else self.default_language

    def is_home(self, path: str) -> bool:
        """Return whether the path is the home page of another language."""
        return path == f"/{self.language(path)}/"

    def url_path(self, path: str) -> str:
        """Return Wagtail's `url_path`; empty if the language has no home page."""
        language = self.language(path)
        inner = path[1:] if language == self.default_language else path[len(language) + 2 :]
        home = self._homes.get(language)
        return home + inner if home else ""

    def translations(self, path: str) -> list[str]:
        """Return the paths of the same page in the other languages, the default one first."""
        language = self.language(path)
        inner = path if language == self.default_language else path[len(language) + 1 :]
        others = (code for code in LANGUAGES if code not in {language, self.default_language})
        default = [inner] if language != self.default_language else []
        return [*default, *(f"/{code}{inner}" for code in others)]

    def places(self, path: str) -> dict[str, str]:
        """Return the path of the same page by language, where it exists; the given one first."""
        paths = self.translations(path)
        existing = self.pages(paths)
        return {self.language(each): each for each in (path, *filter(existing.get, paths))}

    def pages(self, paths: Iterable[str]) -> dict[str, Page]:
        """Return the pages that exist at these paths, by path; one query."""
        by_url_path = {self.url_path(path): path for path in paths}
        by_url_path.pop("", None)
        pages = Page.objects.filter(url_path__in=by_url_path).select_related("content_type")
        return {by_url_path[page.url_path]: page for page in pages}

    def add(self, path: str, page: Page) -> None:
        """Cache a page that was just found or created, in place of the one cached first."""
        self._ids[path] = page.pk
        self._pages[path] = page
        if len(self._pages) > MAX_CACHED:
            del self._pages[next(iter(self._pages))]

    def page(self, path: str) -> Page | None:
        """Return the page at `path` or None; the last pages that were found are cached."""
        if path not in self._pages:
            page = self.pages([path]).get(path)
            if page is None:
                return None
            self.add(path, page)
        return self._pages[path]

    def page_id(self, path: str) -> int | None:
        """Return the id of the page at `path` or None; those of all pages found are cached."""
        if path not in self._ids:
            self.page(path)
        return self._ids.get(path)


def language(code: str) -> str:
    """Return the code as the site writes it; raises ValueError for an unknown language."""
    code = code.strip().lower()
    if code in LANGUAGES:
        return code
    if code.split("-")[0] in LANGUAGES:
        return code.split("-")[0]
    raise ValueError(
        f"the locale {code!r} is not one of this site: choose from {', '.join(LANGUAGES)}."
    )


def locale(code: str) -> Locale:
    """Return the locale of a language code, creating it if needed."""
    locale: Locale = Locale.objects.get_or_create(language_code=code)[0]
    return locale
