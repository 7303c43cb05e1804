"""Validation of a whole source before anything is written."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import batched

from django.urls import Resolver404, resolve
from wagtail.models import Page

from cms.content.importer import draft
from cms.content.importer.decision import Action, Decision, Rules, decide
from cms.content.importer.record import Problem, Record, Source
from cms.content.importer.references import References, missing
from cms.content.importer.tree import LANGUAGES, Tree
from cms.content.page import BasePage

BATCH = 500  # records whose pages are looked up at once

Advance = Callable[[int], object]


class BadSourceError(Exception):
    """The source is refused as a whole; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class MissingParentError(ValueError):
    """The page above a record is neither on the site nor in the source."""


class Inspection:
    """Collects the problems of a source in one pass."""

    def __init__(self, tree: Tree, rules: Rules) -> None:
        self.tree = tree
        self.rules = rules
        self.problems: list[Problem] = []
        self.planned: dict[str, type[BasePage]] = {}
        self._missing_parents: set[str] = set()
        self._named: dict[str, str] = {}  # paths that records refer to, and where

    def inspect(self, source: Source, advance: Advance) -> Mapping[str, type[BasePage]]:
        """Return the page type of every path in the source, without writing.

        Raises BadSourceError with all problems after the last record.
        """
        for batch in batched(source, BATCH):
            self.problems.extend(each for each in batch if isinstance(each, Problem))
            records = [each for each in batch if isinstance(each, Record)]
            for decision in decide(records, self.tree, self.rules):
                self._inspect(decision)
            self.problems.sort(key=_in_order_of(batch))
            advance(len(batch))
        for path, where in self._named.items():
            if path not in self.planned:
                self.problems.append(Problem(where, missing(path)))
        if self.problems:
            raise BadSourceError(self.problems)
        return self.planned

    def _inspect(self, decision: Decision) -> None:
        record = decision.record
        try:
            existing = decision.page.specific_class if decision.page else None
            model = draft.page_type(record, existing)
            self.planned[record.path] = model
            if decision.action is Action.CREATE:
                self._note_place(record, model)
            if decision.action in {Action.CREATE, Action.UPDATE}:
                references = References(self.tree, stand_in=self.tree.root, files=record.files)
                draft.check(draft.read(record, model, references))
                self._named |= dict.fromkeys(references.missing_pages, record.where)
        except draft.BadRecordError as error:
            self.problems.extend(Problem(record.where, message) for message in error.problems)
        except ValueError as error:
            self.problems.append(Problem(record.where, str(error)))

    def _note_place(self, record: Record, model: type[BasePage]) -> None:
        """Add the problem of a record's place; a missing parent once for all pages below it."""
        parent = record.parent_path
        try:
            self._check_place(record, model)
        except MissingParentError as error:
            if parent not in self._missing_parents:
                self._missing_parents.add(parent)
                self.problems.append(Problem(record.where, str(error)))
        except ValueError as error:
            self.problems.append(Problem(record.where, str(error)))

    def _check_place(self, record: Record, model: type[BasePage]) -> None:
        """Raise ValueError if a page of this type cannot be created at the record's path."""
        parent_path = record.parent_path
        if record.path == "/":
            raise ValueError("the site has no home page to change: run load_demo, or make one.")
        if self.tree.is_home(record.path):
            parent: type[Page] = Page
        elif parent_path in self.planned:
            parent = self.planned[parent_path]
        elif above := self.tree.page(parent_path):
            parent = above.specific_class
        else:
            raise MissingParentError(f"its parent is missing: {missing(parent_path)}")
        if parent not in _parents(model) or model not in parent.allowed_subpage_models():
            allowed = ", ".join(each._meta.label for each in _parents(model)) or "no page"
            raise ValueError(
                f"a {model._meta.label} cannot stand under {parent_path}, a {parent._meta.label}: "
                f"it goes under {allowed}."
            )
        if parent_path == "/" and not self.tree.is_home(record.path) and _is_taken(record.path):
            raise ValueError(f"{record.path} is an address of the site itself: choose a slug.")


def _in_order_of(batch: Sequence[Record | Problem]) -> Callable[[Problem], int]:
    """Return a sort key by position in the batch; problems of earlier batches come first."""
    places = {each.where: place for place, each in enumerate(batch)}
    return lambda problem: places.get(problem.where, -1)


@cache
def _parents(model: type[BasePage]) -> list[type[Page]]:
    return list(model.allowed_parent_page_models())


def _is_taken(path: str) -> bool:
    if path.strip("/") in LANGUAGES:
        return True
    try:
        return bool(resolve(path).url_name != "wagtail_serve")
    except Resolver404:
        return False
