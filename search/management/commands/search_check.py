"""Compare the database with indexes and documents, and repair what differs."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from cms.changes import drift
from cms.delivery.writing import check as documents
from cms.delivery.writing.check import DocumentReport
from cms.health.outage import in_one_line
from search.engines import active
from search.engines.protocol import EngineUnavailableError
from search.indexing.check import Report, check
from search.indexing.rebuild import RebuildRunningError, UnequalError, rebuild

SHOWN = 20  # differing pages listed for people; --json lists them all


class Command(BaseCommand):
    help = (
        "Compares the database with the index of every engine in use and with the documents of "
        "the delivery API, by content, and says which pages differ and why. "
        "Exit code 1 if any does (with --repair: if any still does)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--repair",
            action="store_true",
            help="Index and write again what differs, and only that.",
        )
        parser.add_argument("--json", action="store_true", help="Write the report as JSON.")

    def handle(self, *, repair: bool, json: bool, **options: Any) -> None:
        try:
            reports, written = _compare()
            repaired = repair and not _is_true(reports, written)
            if repaired:
                _repair(reports, written)
                reports, written = _compare()
        except (EngineUnavailableError, RebuildRunningError, UnequalError) as error:
            raise CommandError(str(error), returncode=2) from error
        except DatabaseError as error:
            raise CommandError(in_one_line(error), returncode=2) from error
        self._write(reports, written, repaired, as_json=json)
        if not _is_true(reports, written):
            raise SystemExit(1)

    def _write(
        self, reports: list[Report], written: DocumentReport, repaired: bool, *, as_json: bool
    ) -> None:
        if as_json:
            body = {
                "ok": _is_true(reports, written),
                "repaired": repaired,
                "engines": [asdict(report) for report in reports],
                "documents": asdict(written),
            }
            self.stdout.write(json.dumps(body, indent=2))
            return
        for report in reports:
            self._list(report.engine, _sentence(report), report)
        lost = written.lost or _counts(written)
        self._list("delivery documents", lost, written)

    def _list(self, name: str, sentence: str, report: Report | DocumentReport) -> None:
        self.stdout.write(f"{name}: {sentence}")
        for each in report.drift[:SHOWN]:
            self.stdout.write(f"  page {each.id}: {each.why}")


def _compare() -> tuple[list[Report], DocumentReport]:
    return [check(active.engine(name)) for name in active.names()], documents.check()


def _is_true(reports: list[Report], written: DocumentReport) -> bool:
    return all(report.is_true for report in reports) and written.is_true


def _sentence(report: Report) -> str:
    if report.lost:
        return f"is not an index of this database. {report.lost}"
    return _counts(report)


def _counts(report: Report | DocumentReport) -> str:
    text = f"{report.documents} documents, {len(report.drift)} differ."
    return text + (f" {report.in_flux} changed meanwhile." if report.in_flux else "")


def _repair(reports: list[Report], written: DocumentReport) -> None:
    documents.repair(written)
    for report in reports:
        if report.lost:
            rebuild(active.engine(report.engine))
        else:
            drift.repair(report.drift)
    call_command("search_worker", once=True)
