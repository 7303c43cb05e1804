"""Versions of the index that follow each other, and what changed between them.

Cached answers are checked by this without a query. The version before is still open, so that a
changed document can be compared with its former one.
"""

import threading
from collections.abc import Mapping, Sequence

from django.db import DatabaseError

from search.engines import active
from search.engines.active import IndexVersion
from search.engines.changed_text import changed_text
from search.engines.protocol import EngineUnavailableError, IndexSnapshot
from search.http.changed_pages import changed_pages
from search.plan.percolation import ChangedText

LENGTH = 512
"""The number of versions after which a history starts over."""
MAX_COMPARED = 40
"""The number of changed pages between two versions above which texts are not compared."""

type Step = Mapping[int, ChangedText | None]
"""The pages that changed from one version to the next, by id; None if more than text changed."""


class _Versions:
    """Consecutive versions of one index, and the steps between them."""

    def __init__(self, first: IndexVersion, snapshot: IndexSnapshot) -> None:
        self.snapshot = snapshot
        self.steps: list[Step] = []
        self.positions = {first: 0}

    def add(self, index: IndexVersion, snapshot: IndexSnapshot, step: Step) -> None:
        # In this order, because other threads read without the lock.
        self.steps.append(step)
        self.positions[index] = len(self.steps)
        self.snapshot = snapshot


class IndexHistory:
    """The last versions of the index; threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._versions: _Versions | None = None

    def follow(self, index: IndexVersion) -> None:
        """Add the newest version of the index, unless `index` has been added; a few queries."""
        with self._lock:
            if self._versions and index in self._versions.positions:
                return
            try:
                snapshot = active.engine(index.engine).snapshot()
            except EngineUnavailableError:
                return
            if snapshot is not None:
                self._add(IndexVersion(index.engine, snapshot.version), snapshot)

    def between(self, before: IndexVersion, after: IndexVersion) -> Sequence[Step] | None:
        """Return the steps from one version to a later one; None if either is not known."""
        versions = self._versions
        if versions is None:
            return None
        first, last = versions.positions.get(before), versions.positions.get(after)
        return None if first is None or last is None else versions.steps[first:last]

    def _add(self, index: IndexVersion, snapshot: IndexSnapshot) -> None:
        versions = self._versions
        if versions and index in versions.positions:
            return
        step = _step(versions.snapshot, snapshot) if versions else None
        if versions is None or step is None or len(versions.steps) >= LENGTH:
            self._versions = _Versions(index, snapshot)
        else:
            versions.add(index, snapshot, step)


def _step(before: IndexSnapshot, after: IndexSnapshot) -> Step | None:
    """Return how documents differ; None if that is not known, as for two different indexes."""
    try:
        pages = changed_pages(before.version, after.version)
        if pages is None or len(pages) > MAX_COMPARED:
            return None if pages is None else dict.fromkeys(pages)
        old, new = ({each.id: each for each in one.documents(pages)} for one in (before, after))
    except (DatabaseError, EngineUnavailableError):
        return None
    return {
        page: changed_text(old[page], new[page]) if page in old and page in new else None
        for page in pages
        if page in old or page in new
    }


history = IndexHistory()
"""The history of the index in this process."""
