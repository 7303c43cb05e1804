"""An import: the whole source is validated first, then written in short transactions."""

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from itertools import batched

from django.db import transaction
from wagtail.models import Page

from cms.content.importer import draft
from cms.content.importer.decision import Action, Decision, Rules, decide
from cms.content.importer.inspection import Advance, Inspection
from cms.content.importer.record import Record, Source
from cms.content.importer.references import References
from cms.content.importer.tree import Tree
from cms.content.importer.writing import pages as write

BATCH = 50  # new pages in one transaction, about 0.1 s; each changed page has a separate one


@dataclass(slots=True)
class Report:
    """The number of records for each action, and the records that were left to the editors."""

    counts: Counter[Action] = field(default_factory=Counter)
    left: list[Decision] = field(default_factory=list)

    def add(self, decision: Decision) -> None:
        self.counts[decision.action] += 1
        if decision.action is Action.LEAVE:
            self.left.append(decision)


class Import:
    """One run over a source. Running it again finishes a run that was interrupted."""

    def __init__(self, source: Source, tree: Tree, rules: Rules) -> None:
        self.source = source
        self.tree = tree
        self.rules = rules
        self.report = Report()
        self._planned: Container[str] = ()
        self._waiting: set[str] = set()  # paths

    def check(self, advance: Advance) -> None:
        """Validate the source without writing; raises BadSourceError with all problems."""
        self._planned = Inspection(self.tree, self.rules).inspect(self.source, advance)

    def preview(self) -> Report:
        """Return the report that `write` would return, without writing."""
        report = Report()
        for batch in batched(self.source, BATCH):
            records = [each for each in batch if isinstance(each, Record)]
            for decision in decide(records, self.tree, self.rules):
                report.add(decision)
        return report

    def write(self, advance: Advance) -> Report:
        """Write all changes, then again the pages that refer to pages created after them."""
        for batch in batched(self.source, BATCH):
            self._write([each for each in batch if isinstance(each, Record)])
            advance(len(batch))
        waiting = self._waiting
        for record in self.source if waiting else ():
            if not isinstance(record, Record) or record.path not in waiting:
                continue
            if page := self.tree.page(record.path):
                self._update(record, page)
        return self.report

    def _write(self, records: list[Record]) -> None:
        with transaction.atomic():
            decisions = decide(records, self.tree, self.rules)
            new = [each for each in decisions if each.action is Action.CREATE]
            drafts = [self._read(each.record) for each in new]
            if drafts:
                pages = write.create(drafts, self.tree, self._read_or_wait)
                write.record_imported([each.record for each in new], pages, self.rules.origin)
        if any(self.tree.is_home(each.record.path) for each in new):
            self.tree.refresh()
        for decision in decisions:
            if decision.action is Action.UPDATE and decision.page:
                self._update(decision.record, decision.page)
            self.report.add(decision)

    def _update(self, record: Record, page: Page) -> None:
        with transaction.atomic():
            new_draft = self._read_or_wait(record, page.specific_class)
            updated = write.update(new_draft, page, self.tree)
            write.record_imported([record], [updated], self.rules.origin)

    def _read(self, record: Record, existing: type[Page] | None = None) -> draft.Draft:
        model = draft.page_type(record, existing)
        return draft.read(record, model, References(self.tree, self._planned, files=record.files))

    def _read_or_wait(self, record: Record, existing: type[Page] | None = None) -> draft.Draft:
        """Read a record; if it refers to pages still to be created, it is written again later."""
        new_draft = self._read(record, existing)
        if new_draft.has_missing_pages:
            self._waiting.add(record.path)
        return new_draft
