"""The index of drafts: a copy of the embedded index in which latest drafts replace pages.

It begins as hard links to the files of the live index, so that words weigh as much as in public
searches, and only the pages whose drafts differ are built. It is written when it is searched, in a
separate folder, and nothing else reads it.
"""

import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import batched
from pathlib import Path

from django.db.models import Q
from pydantic_core import from_json, to_json
from wagtail.models import Page, Site

from cms.changes import log
from cms.changes.affected import IDS_AT_ONCE, affected
from cms.changes.place import Place
from cms.changes.threads.lease import MachineLease
from cms.delivery.pages.drafts.revisions import latest_drafts
from cms.delivery.pages.drafts.values import CHANGED
from cms.maintenance.register import register
from cms.maintenance.state import Content, public_states
from search.engines import active
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.generation import EmbeddedGeneration
from search.engines.protocol import EngineUnavailableError
from search.indexing.batches import PAGES_AT_ONCE, build_documents, page_ids
from search.indexing.builder import BuildResult, build, build_from

FOLDER = "drafts"  # in that of the public index, on the same file system
CHANGES_AT_ONCE = 1000
WAIT = 20.0  # seconds for another process or thread that writes

type Draft = tuple[int, int | None, str]
"""A page's id, the id of its latest revision, and its `url_path`."""


def draft_engine() -> EmbeddedEngine:
    """Return an engine for the latest drafts of all pages, as they are now.

    Raises EngineUnavailableError, as before the first build of the public index.
    """
    public = active.engine("embedded")
    live = public.live()
    if live is None:
        raise EngineUnavailableError("The embedded index has not been built yet.")
    engine = _engine(public.folder / FOLDER)
    if not _is_current(engine, live):
        with _writing():
            if not _is_current(engine, live):  # another process may have written meanwhile
                _update(engine, live)
    return engine


@cache
def _engine(folder: Path) -> EmbeddedEngine:
    return EmbeddedEngine(folder)


@contextmanager
def _writing() -> Iterator[None]:
    """Wait until no other process or thread of this machine writes to the index.

    Raises EngineUnavailableError, also where the disk is full or read-only.
    """
    lease, end = MachineLease("draft-index"), time.monotonic() + WAIT
    while not lease.acquire():
        if time.monotonic() > end:
            raise EngineUnavailableError("The drafts are being indexed.")
        time.sleep(0.05)
    try:
        yield
    except OSError as error:
        raise EngineUnavailableError("The index of drafts cannot be written.") from error
    finally:
        lease.release()


def _is_current(engine: EmbeddedEngine, live: EmbeddedGeneration) -> bool:
    generation = engine.live()
    stamp = _stamp(live.name, str(log.head()), _drafts())
    return generation is not None and generation.place() == stamp


def _drafts() -> frozenset[Draft]:
    """Return the drafts that differ from what is published."""
    rows = Page.objects.filter(CHANGED | Q(live=False), depth__gt=1)
    return frozenset(rows.values_list("pk", "latest_revision_id", "url_path"))


def _stamp(public: str, place: str, drafts: Iterable[Draft]) -> str:
    """Return the place with a digest of the public index's name and of the drafts."""
    content = hashlib.blake2b(to_json([public, sorted(drafts)]), digest_size=12)
    return f"{place} {content.hexdigest()}"


def _update(engine: EmbeddedEngine, live: EmbeddedGeneration) -> None:
    """Build the pages again that have changed since the last update; all drafts the first time."""
    head, drafts = log.head(), _drafts()
    register.invalidate()
    Site.clear_site_root_paths_cache()
    generation = engine.live()
    pages = _changed(generation, live, drafts) if generation else None
    is_new = generation is None or pages is None
    if generation is None or pages is None:
        generation = engine.begin(live.path)
        place = Place.parse(generation.place() or "")
        pages = {*_changed_since(place), *(pk for pk, *_ in drafts), *_withheld()}
    try:
        _write(generation, pages, head, _stamp(live.name, str(head), drafts))
    finally:
        generation.close()
    _drafts_of(generation).write_bytes(to_json([*drafts]))
    if is_new:
        engine.swap(generation)
        engine.tidy()


def _changed(
    generation: EmbeddedGeneration, live: EmbeddedGeneration, drafts: frozenset[Draft]
) -> set[int] | None:
    """Return the ids of the pages to build again; None if the index has to begin again."""
    stamp = generation.place() or ""
    place = stamp.partition(" ")[0]
    try:
        before = frozenset(map(tuple, from_json(_drafts_of(generation).read_bytes())))
        if stamp != _stamp(live.name, place, before):
            return None
        return {*_changed_since(Place.parse(place)), *(pk for pk, *_ in before ^ drafts)}
    except (FileNotFoundError, ValueError, log.PlaceLostError):
        return None


def _changed_since(place: Place) -> Iterator[int]:
    while changes := log.since(place, CHANGES_AT_ONCE):
        place = changes[-1].place(place.log)
        yield from affected(changes)


def _withheld() -> Iterator[int]:
    """Yield the ids of published pages whose content the public index lacks."""
    for ids in batched(page_ids(), IDS_AT_ONCE):
        states = public_states(ids).items()
        yield from (pk for pk, state in states if not isinstance(state, Content))


def _write(generation: EmbeddedGeneration, pages: set[int], head: Place, stamp: str) -> None:
    """Build and write pages; the stamp comes last, so that this is repeated after a crash."""
    before = generation.place() or ""
    for ids in batched(sorted(pages), PAGES_AT_ONCE):
        documents = build_documents(ids, head.version, build_drafts)
        without = {*ids} - {document.id for document in documents}
        generation.write(documents, without, version=head.version, place=before)
    generation.write([], [], version=head.version, place=stamp)


def _drafts_of(generation: EmbeddedGeneration) -> Path:
    """Return the file with the drafts that a generation has."""
    return generation.path / "drafts.json"


def build_drafts(page_ids: Iterable[int], version: int) -> BuildResult:
    """Build the documents of the latest drafts of these pages, public or not.

    Pages of types that have no drafts in the API are as the public sees them. The titles of the
    pages above are the published ones. `not_public` are the pages without a document.
    """
    ids = list(dict.fromkeys(page_ids))
    drafts = latest_drafts(Page.objects.filter(pk__in=ids, depth__gt=1))
    built = build_from([draft.pk for draft in drafts], drafts, version, drafts=True)
    others = build({*ids} - {draft.pk for draft in drafts}, version)
    return BuildResult(built.documents + others.documents, built.not_public + others.not_public)
