"""Wagtail's two indexes of new pages: the admin's search and the references between objects."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backends

from cms.content.page import BasePage


def index(pages: Sequence[BasePage]) -> None:
    """Add new pages to the admin's search index and to the reference index."""
    # Wagtail has no bulk form: `create_or_update_for_object` compares each page with its rows.
    rows = (row for page in pages for row in _references(page))
    ReferenceIndex.objects.bulk_create(rows, ignore_conflicts=True)
    by_type = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    for backend in get_search_backends(with_auto_update=True):
        for model, of_type in by_type.items():
            backend.add_bulk(model, of_type)


def _references(page: BasePage) -> Iterator[ReferenceIndex]:
    """Yield the rows that `ReferenceIndex.create_or_update_for_object` creates for a new page."""
    content_type = ContentType.objects.get_for_model(page, for_concrete_model=False)
    base_content_type = ContentType.objects.get_for_model(Page)
    references: Iterable[tuple[int, str, str, str]]
    references = set(ReferenceIndex._extract_references_from_object(page))
    for to_content_type_id, to_object_id, model_path, content_path in references:
        yield ReferenceIndex(
            content_type=content_type,
            base_content_type=base_content_type,
            object_id=str(page.pk),
            to_content_type_id=to_content_type_id,
            to_object_id=to_object_id,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
