"""An import: the whole source is checked first, then written in short batches."""

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

BATCH = 25  # new pages in a transaction: some 0.1 s; a changed page has one of its own


@dataclass(slots=True)
class Report:
    """What was done, counted, and what was left to the editors."""

    counts: Counter[Action] = field(default_factory=Counter)
    left: list[Decision] = field(default_factory=list)

    def note(self, decision: Decision) -> None:
        self.counts[decision.action] += 1
        if decision.action is Action.LEAVE:
            self.left.append(decision)


class Import:
    """One run. A run that was interrupted is finished by running it again."""

    def __init__(self, source: Source, tree: Tree, rules: Rules) -> None:
        self.source = source
        self.tree = tree
        self.rules = rules
        self.report = Report()
        self._planned: Container[str] = ()
        self._waiting: list[Record] = []

    def check(self, advance: Advance) -> None:
        """Raises BadSourceError with all that is wrong; writes nothing."""
        self._planned = Inspection(self.tree, self.rules).inspect(self.source, advance)

    def foresee(self) -> Report:
        """What writing would do; writes nothing."""
        report = Report()
        for batch in batched(self.source, BATCH):
            records = [each for each in batch if isinstance(each, Record)]
            for decision in decide(records, self.tree, self.rules):
                report.note(decision)
        return report

    def write(self, advance: Advance) -> Report:
        """Writes what has changed, then once more what named pages that came later."""
        for batch in batched(self.source, BATCH):
            self._write([each for each in batch if isinstance(each, Record)])
            advance(len(batch))
        waiting, self._waiting = self._waiting, []
        for record in waiting:
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
                write.remember([each.record for each in new], pages, self.rules.origin)
        if any(self.tree.is_home(each.record.path) for each in new):
            self.tree.refresh()
        for decision in decisions:
            if decision.action is Action.UPDATE and decision.page:
                self._update(decision.record, decision.page)
            self.report.note(decision)

    def _update(self, record: Record, page: Page) -> None:
        with transaction.atomic():
            found = self._read_or_wait(record, page.specific_class)
            updated = write.update(found, page, self.tree)
            write.remember([record], [updated], self.rules.origin)

    def _read(self, record: Record, existing: type[Page] | None = None) -> draft.Draft:
        model = draft.page_type(record, existing)
        return draft.read(record, model, References(self.tree, self._planned, files=record.files))

    def _read_or_wait(self, record: Record, existing: type[Page] | None = None) -> draft.Draft:
        """The same; a record that names pages still to come is taken up again at the end."""
        found = self._read(record, existing)
        if found.awaits:
            self._waiting.append(record)
        return found
