"""An empty site: a home page in each language, and nothing else."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from cms.settings.site_record import SiteRecord, read_record, write_record
from cms.sites.models import SiteSettings

WELCOME = "home"
"""The slug of the page that Wagtail's migrations make."""
LOOPBACK = ("127.0.0.1", "localhost")


class NotEmptyError(Exception):
    """A site cannot be created here; the message gives the reason and a remedy."""


def begin_site(name: str, languages: Sequence[str], base_url: str, folder: Path) -> list[str]:
    """Create the site and its home pages, and mark the data folder; return the languages added.

    Run again, it adds languages that are new and changes nothing else. Raises NotEmptyError for
    a folder of the demo, a database with pages, and languages that do not extend those there.
    """
    record = read_record(folder)
    with transaction.atomic():
        if record.kind == "own" and (site := _own_site()):
            before = record.languages
            if tuple(languages[: len(before)]) != before:
                raise NotEmptyError(
                    f"This site was begun with --languages {','.join(before)}: further languages "
                    "can be added after these, none left out."
                )
            added = list(languages[len(before) :])
        else:
            _require_empty(record)
            site, added = _create(name, languages[0], base_url), list(languages)
        for code in added:
            if code != languages[0]:
                _add_home(site, code, name)
        # Written before the commit: a site without this mark could not be completed later.
        write_record(folder, SiteRecord("own", tuple(languages)))
    return added


def move_local_site(port: int) -> None:
    """Set the port of the default site, where its address is one of this machine.

    Its addresses in feeds, the sitemap and the API follow the PORT on which it is served.
    """
    site = Site.objects.filter(is_default_site=True, hostname__in=LOOPBACK).first()
    if site and not Site.objects.filter(hostname=site.hostname, port=port).exists():
        site.port = port
        with transaction.atomic():
            site.save()


def _own_site() -> Site | None:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    return site if site and site.root_page.specific_class is _home_type() else None


def _home_type() -> type[Page]:
    model: type[Page] = apps.get_model(settings.SITE_HOME_PAGE)
    return model


def _require_empty(record: SiteRecord) -> None:
    if record.kind == "demo":
        raise NotEmptyError("This data folder holds the demo: choose another with DATA_DIR.")
    pages = Page.objects.filter(depth__gt=1)
    if any(page.specific_class is not Page or page.slug != WELCOME for page in pages[:2]):
        raise NotEmptyError("This database has pages already: choose another one.")


def _create(name: str, code: str, base_url: str) -> Site:
    """Create the default site with its home page, in place of Wagtail's welcome page."""
    top = Page.objects.get(depth=1)
    welcome = Page.objects.filter(depth=2).first()
    locale, _ = Locale.all_objects.get_or_create(language_code=code)
    Page.objects.filter(pk=top.pk).update(locale=locale)
    top.refresh_from_db()
    home = top.add_child(instance=_home_type()(title=name, slug="site", locale=locale))
    home.save_revision().publish()
    parts = urlsplit(base_url)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname, site.site_name, site.root_page = parts.hostname, name, home
    site.port = parts.port or (443 if parts.scheme == "https" else 80)
    site.save()
    SiteSettings.objects.create(site=site, name=name)
    if welcome:
        welcome.delete()
    for unused in Locale.all_objects.exclude(pk=locale.pk):
        unused.delete()
    return site


def _add_home(site: Site, code: str, name: str) -> None:
    """Create the home page of an additional language."""
    locale, _ = Locale.all_objects.get_or_create(language_code=code)
    root = site.root_page.specific
    if Page.objects.filter(translation_key=root.translation_key, locale=locale).exists():
        return
    home = root.copy_for_translation(locale)
    home.title = home.draft_title = name
    home.save_revision().publish()
