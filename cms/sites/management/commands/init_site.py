"""`init_site`: an empty site of one's own, in place of the demo."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from wagtail.coreutils import get_content_languages

from cms.directory.keys import KeyedRecord
from cms.languages.registry import is_known
from cms.sites.administrator import choose_password, create_administrator
from cms.sites.beginning import NotEmptyError, begin_site
from cms.sites.workflow import create_workflow

MAX_NAME_LENGTH = 255  # characters that Wagtail keeps of a site's name and a page's title


class Command(BaseCommand):
    help = (
        "Begins an empty site: a home page in each language, settings, and an administrator, "
        "whose password is prompted for, or generated and printed once. Refuses a database that "
        "has pages. Run again with further languages, it adds these."
    )
    requires_system_checks = []  # some need the tables that are made here

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="the site's name, as visitors read it")
        parser.add_argument(
            "--languages",
            required=True,
            metavar="en,fr",
            help="codes of the languages of the content, the default first",
        )
        parser.add_argument(
            "--admin", default="", metavar="EMAIL", help="the address of the first administrator"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name, email = options["name"].strip(), options["admin"].strip()
        languages = read_languages(options["languages"])
        if not name or len(name) > MAX_NAME_LENGTH:
            raise CommandError(f"--name should have between 1 and {MAX_NAME_LENGTH} characters.")
        if email:
            try:
                validate_email(email)
            except ValidationError as error:
                raise CommandError(f"--admin {email!r} is not an e-mail address.") from error
        from cms import preparing

        preparing.migrate()
        try:
            added = begin_site(name, languages, settings.BASE_URL, settings.DATA_DIR)
        except NotEmptyError as error:
            raise CommandError(str(error)) from error
        create_workflow()
        self.report(name, added, languages)
        if get_user_model()._default_manager.exists():
            return
        password, generated = choose_password(email)
        user = create_administrator(email, password)
        ending = f", with the password {password}" if generated else "."
        self.stdout.write(f"Log in at /admin/ as {user}{ending}")

    def report(self, name: str, added: list[str], languages: list[str]) -> None:
        if not added:
            self.stdout.write("The site is there already: nothing was changed.")
            return
        self.stdout.write(f"{name}: home pages in {', '.join(added)}.")
        if settings.ENV.languages and settings.ENV.languages != languages:
            self.stdout.write(f"Set LANGUAGES={','.join(languages)} now.")
        if len(added) < len(languages):
            self.stdout.write("Restart the site: it reads its languages when it starts.")
        else:
            self.stdout.write(next_steps())
        get_content_languages.cache_clear()


def next_steps() -> str:
    kinds = " and ".join(
        str(model._meta.verbose_name_plural)
        for model in apps.get_models()
        if issubclass(model, KeyedRecord)
    )
    return (
        f"The vocabulary is yours: add {kinds} in the admin, and your words for members, their "
        "offices and representatives under Settings, Site settings."
    )


def read_languages(text: str) -> list[str]:
    """Return the codes of a comma-separated list, each once; raises CommandError."""
    codes = list(dict.fromkeys(code.strip().lower() for code in text.split(",") if code.strip()))
    if not codes:
        raise CommandError("--languages should name at least one language, like en,fr.")
    for code in codes:
        if not is_known(code):
            raise CommandError(f"--languages: {code!r} is not a language code, like en or zh-hans.")
    return codes
