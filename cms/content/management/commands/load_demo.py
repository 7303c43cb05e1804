"""Loads the demo from the project's content folder."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms import preparing
from cms.content.demo import records
from cms.content.demo.site_settings import load_settings
from cms.content.demo.users import load_users
from cms.content.importer.decision import Action, Rules
from cms.content.importer.inspection import BadSourceError
from cms.content.importer.run import Import
from cms.content.importer.sources.folder import PageFolder
from cms.content.importer.tree import Tree
from cms.content.management.commands.import_content import refusal
from cms.progress import progress
from cms.settings.site_record import read_record, write_record
from cms.sites.workflow import create_workflow


class Command(BaseCommand):
    help = (
        "Loads the demo: pages, members, people, topics, and a user of each role. Run again, "
        "it changes only what has changed in the content folder, and nothing that editors did."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--content-only",
            action="store_true",
            help="Load pages and records, but no users and no workflow.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        record = read_record(settings.DATA_DIR)
        if record.kind == "own":
            raise CommandError(
                "This data folder has a site made by init_site: serve it with make run SITE=own."
            )
        if not settings.DEMO and not options["content_only"]:
            raise CommandError(
                "These settings are not the demo's, whose users have a known password: "
                "add --content-only."
            )
        preparing.migrate()
        folder = settings.DEMO_CONTENT
        records.load_site(folder, settings.BASE_URL, settings.WAGTAIL_SITE_NAME)
        records.load_records(folder)
        records.load_vocabularies(folder)
        # Pages that were imported from another source since are not replaced.
        rules = Rules("demo", may_replace=False)
        job = Import(PageFolder(folder, "/"), Tree(), rules)
        with progress(self.stderr, show=options["verbosity"] > 0) as bar:
            try:
                job.check(bar("Checking", len(job.source)))
            except BadSourceError as error:
                raise CommandError(refusal(error)) from error
            report = job.write(bar("Importing", len(job.source)))
        load_settings(folder, Tree())
        if record.kind != "demo":
            write_record(settings.DATA_DIR, replace(record, kind="demo"))
        if loaded := report.counts[Action.CREATE] + report.counts[Action.UPDATE]:
            self.stdout.write(f"Loaded {loaded} pages of the demo.")
        if options["content_only"]:
            return
        create_workflow()
        users, password = load_users(settings.ENV.demo_admin_password)
        if password:
            names = ", ".join(users)
            self.stdout.write(f"Log in at /admin/ as one of {names}, with the password {password}")
