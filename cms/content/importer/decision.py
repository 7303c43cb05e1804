"""What an import does with each record, given what it and the editors did before."""

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
    """`reason` says why a record is left alone although its page differs from it."""

    record: Record
    action: Action
    page: Page | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """`origin` names who imports: one that is not `may_replace` leaves what others imported."""

    origin: str
    overwrite: bool = False
    may_replace: bool = True


def decide(records: Sequence[Record], tree: Tree, rules: Rules) -> list[Decision]:
    """One decision a record, in three queries for all of them.

    A page is found by what was imported to its path, wherever an editor has moved it since.
    """
    paths = [record.path for record in records]
    memory = {
        each.path: each
        for each in ImportedPage.objects.filter(path__in=paths).select_related("page__content_type")
    }
    at_path = tree.pages(paths)
    return [_decide(record, memory, at_path, rules) for record in records]


def _decide(
    record: Record, memory: Mapping[str, ImportedPage], at_path: Mapping[str, Page], rules: Rules
) -> Decision:
    last = memory.get(record.path)
    page = last.page if last and last.page else at_path.get(record.path)
    if page is None:
        if last and last.origin == rules.origin and not rules.overwrite:
            return Decision(record, Action.LEAVE, None, "its page was deleted since")
        return Decision(record, Action.CREATE)
    reason = _by_hand(page, last)
    if last and last.digest == record.digest and not (rules.overwrite and reason):
        return Decision(record, Action.KEEP, page)
    if rules.overwrite or not reason:
        if last and last.origin != rules.origin and not rules.may_replace:
            return Decision(record, Action.KEEP, page)
        return Decision(record, Action.UPDATE, page)
    return Decision(record, Action.LEAVE, page, reason)


def _by_hand(page: Page, last: ImportedPage | None) -> str:
    """What somebody other than an importer did to the page; empty for nothing."""
    if page.locked:
        return "its page is locked"
    if page.latest_revision_id is None:
        return ""
    if last is None:
        return "a page made by hand is there"
    if page.latest_revision_id != last.revision_id:
        return "its page was edited since"
    return "" if page.live else "its page was unpublished since"
