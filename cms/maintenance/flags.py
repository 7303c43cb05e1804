"""Flags and view restrictions at one point in time, looked up without a query."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

STEPLEN = 4  # treebeard's `MP_Node.steplen`: characters of a path per level


@dataclass(frozen=True, slots=True)
class Flag:
    page_id: int
    path: str
    heading: str
    message: str
    start: datetime | None
    end: datetime | None
    with_descendants: bool

    def is_in_force(self, at: datetime) -> bool:
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)


@dataclass(frozen=True, slots=True)
class Source:
    """A page that has aliases; it may be an alias itself."""

    path: str
    alias_of: int | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    flags: Mapping[int, Flag] = field(default_factory=dict)
    """Flags by page id."""
    subtrees: Mapping[str, Flag] = field(default_factory=dict)
    """Flags that also apply to the pages below, by the path of their page."""
    sources: Mapping[int, Source] = field(default_factory=dict)
    """Sources of aliases by page id; empty if there are no flags."""
    restricted: frozenset[str] = frozenset()
    """Paths of pages that need a log-in, a password or a group."""

    def is_restricted(self, path: str) -> bool:
        return bool(self.restricted) and any(step in self.restricted for step in paths_to(path))

    def find_flag(self, page_id: int, path: str, alias_of: int | None, at: datetime) -> Flag | None:
        """Return the flag in force on a page, or None.

        The page's flag comes first, then that of the nearest page above, then those of its source.
        """
        if not self.flags:
            return None
        return next((f for f in self._flags(page_id, path, alias_of) if f.is_in_force(at)), None)

    def _flags(self, page_id: int, path: str, alias_of: int | None) -> Iterator[Flag]:
        visited: set[int] = set()
        while page_id not in visited:
            visited.add(page_id)
            if flag := self.flags.get(page_id):
                yield flag
            yield from (self.subtrees[s] for s in reversed(paths_to(path)) if s in self.subtrees)
            if alias_of is None or alias_of not in self.sources:
                return
            page_id, source = alias_of, self.sources[alias_of]
            path, alias_of = source.path, source.alias_of


def changed_pages(before: Snapshot, after: Snapshot) -> frozenset[int] | None:
    """Return the ids of the pages whose state differs between two snapshots.

    Returns None if the snapshots do not identify them: a restriction has changed, or a flag that
    also applies to pages below or to aliases.
    """
    if before.restricted != after.restricted or before.subtrees != after.subtrees:
        return None
    keys = before.flags.keys() | after.flags.keys()
    changed = {key for key in keys if before.flags.get(key) != after.flags.get(key)}
    if changed & (before.sources.keys() | after.sources.keys()):
        return None
    return frozenset(changed)


def paths_to(path: str) -> list[str]:
    """Return the tree paths of the ancestors of `path` and `path` itself, from the root down."""
    return [path[:end] for end in range(STEPLEN, len(path) + 1, STEPLEN)]
