"""The decision an import makes about each record, from its own and the editors' past changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from wagtail.models import Page

from cms.content.importer.record import Record
from cms.content.importer.tree import Tree
from cms.content.models import ImportedPage


class Action(Enum):
    CREATE = "created"
    UPDATE = "changed"
    KEEP = "unchanged"
    LEAVE = "left"


@dataclass(frozen=True, slots=True)
class Decision:
    """An action for one record; `reason` explains why a differing page is skipped."""

    record: Record
    action: Action
    page: Page | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """Options of an import. `origin` names its kind, such as `demo`.

    Without `may_replace`, pages that an import of another origin made are kept.
    """

    origin: str
    overwrite: bool = False
    may_replace: bool = True


def decide(records: Sequence[Record], tree: Tree, rules: Rules) -> list[Decision]:
    """Return one decision for each record; three queries for all of them.

    A page is found by its record of the last import, even if an editor has moved it since.
    """
    paths = [record.path for record in records]
    imported = {
        each.path: each
        for each in ImportedPage.objects.filter(path__in=paths).select_related("page__content_type")
    }
    at_path = tree.pages(paths)
    return [_decide(record, imported, at_path, rules) for record in records]


def _decide(
    record: Record, imported: Mapping[str, ImportedPage], at_path: Mapping[str, Page], rules: Rules
) -> Decision:
    last = imported.get(record.path)
    page = last.page if last and last.page else at_path.get(record.path)
    if page is None:
        if last and last.origin == rules.origin and not rules.overwrite:
            return Decision(record, Action.LEAVE, None, "its page was deleted since")
        return Decision(record, Action.CREATE)
    reason = _edited(page, last)
    if last and last.digest == record.digest and not (rules.overwrite and reason):
        return Decision(record, Action.KEEP, page)
    if rules.overwrite or not reason:
        if last and last.origin != rules.origin and not rules.may_replace:
            return Decision(record, Action.KEEP, page)
        return Decision(record, Action.UPDATE, page)
    return Decision(record, Action.LEAVE, page, reason)


def _edited(page: Page, last: ImportedPage | None) -> str:
    """Return how an editor has changed the page since the import; empty if none has."""
    if page.locked:
        return "its page is locked"
    if page.latest_revision_id is None:
        return ""
    if last is None:
        return "a page made by hand is there"
    if page.latest_revision_id != last.revision_id:
        return "its page was edited since"
    return "" if page.live else "its page was unpublished since"
