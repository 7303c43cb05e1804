"""Switches maintenance of a page, or lists the pages under maintenance."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Page, Site

from cms.maintenance.addresses import pages_at
from cms.maintenance.models import Maintenance
from cms.maintenance.switch import Terms, switch_off, switch_on


class Command(BaseCommand):
    help = "Puts a page under maintenance, ends maintenance, or lists the pages under maintenance."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["on", "off", "list"])
        parser.add_argument(
            "path",
            nargs="?",
            help="The page's path, like /fr/news/; on another site its whole address.",
        )
        parser.add_argument("--message", default="", help="The text of the notice.")
        parser.add_argument("--reason", default="", help="The reason, for the page's history.")
        parser.add_argument("--until", default="", help="The end, ISO 8601, like 2027-01-31T18:00.")
        parser.add_argument("--descendants", action="store_true", help="Include the pages below.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "list":
            return self._list()
        page = page_at(options["path"])
        if options["action"] == "off":
            if not switch_off([page], reason=options["reason"]):
                raise CommandError(f"{options['path']} is not under maintenance.")
            return self.stdout.write(f"{options['path']} is public again.")
        terms = Terms(
            message=options["message"],
            end=parse_time(options["until"]),
            with_descendants=options["descendants"],
        )
        try:
            switch_on([page], terms, reason=options["reason"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return self.stdout.write(f"{options['path']} is under maintenance.")

    def _list(self) -> None:
        for flag in Maintenance.objects.select_related("page"):
            until = flag.end.isoformat() if flag.end else "open"
            below = " and below" if flag.with_descendants else ""
            self.stdout.write(f"{flag.page.url}{below}\tuntil {until}\t{flag.page.title}")


def page_at(path: str | None) -> Page:
    """Return the page at a public path of the default site, or at a whole address of any site.

    The first part of the path may be a language. Raises CommandError if there is no such page.
    """
    if not path:
        raise CommandError("Name the page by its path, like /what-we-do/.")
    try:
        parts = urlsplit(path)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise CommandError(f"{path} is not an address ({error}).") from error
    root = _site(host, port).root_page
    relative = unquote(parts.path).strip("/")
    first, _, after_language = relative.partition("/")
    home = root.get_translations().filter(locale__language_code=first).first()
    if home:
        root, relative = home, after_language
    page: Page | None = pages_at(root.url_path + (f"{relative}/" if relative else "")).first()
    if page is None:
        raise CommandError(f"There is no page at {path}.")
    return page


def _site(host: str | None, port: int | None) -> Site:
    """Return the site with this host name, the default one without; raises CommandError."""
    sites = Site.objects.select_related("root_page")
    if host is None:
        sites = sites.filter(is_default_site=True)
        hint = "There is no default site yet: run load_demo, or add one in the admin."
    else:
        sites = sites.filter(hostname=host)
        sites = sites.filter(port=port) if port else sites.order_by("-is_default_site")
        hint = f"There is no site at {host}."
    site: Site | None = sites.first()
    if site is None:
        raise CommandError(hint)
    return site


def parse_time(text: str) -> datetime | None:
    """Return the time, in UTC if the text has no zone; raises CommandError."""
    if not text:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"--until {text} is not a time: write it like 2027-01-31T18:00 (UTC)."
        ) from error
    return when if when.tzinfo else when.replace(tzinfo=UTC)
