"""Latest drafts of pages; the number of queries does not depend on the number of pages."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import BigIntegerField, ForeignKey, QuerySet, prefetch_related_objects
from django.db.models.expressions import RawSQL
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

from cms.content.page import BasePage
from cms.delivery.pages.drafts import values
from cms.delivery.pages.neighbours import ABOVE, COLUMNS, PageRow
from cms.delivery.pages.serializer import specific

ROW_ATTRIBUTES = (
    *("pk", "path", "depth", "numchild", "live", "has_unpublished_changes", "content_type_id"),
    *("owner_id", "locked", "locked_at", "locked_by_id", "draft_title", "translation_key"),
    *("latest_revision_id", "latest_revision_created_at", "live_revision_id", "alias_of_id"),
    *("first_published_at", "last_published_at", "locale"),
)
"""The attributes that a draft takes from the page's row."""
type Objects = dict[Any, dict[Any, Any]]
"""Objects by model and primary key."""
# The parent, published or not.
PARENT = RawSQL(ABOVE.removesuffix(" AND above.live"), [], output_field=BigIntegerField())  # noqa: S611


def draft_rows(pages: "QuerySet[Page]") -> list[PageRow]:
    """Return the rows of pages with the titles and slugs of their latest drafts; one query."""
    rows = pages.annotate(parent_id=PARENT, shown_title=values.title(), shown_slug=values.slug())
    return [
        _with_title_and_slug(PageRow._make(row), title, slug)
        for *row, title, slug in rows.values_list(*COLUMNS, "shown_title", "shown_slug")
    ]


def _with_title_and_slug(page: PageRow, title: str, slug: str) -> PageRow:
    return page._replace(title=title, url_path=_url_path(page.url_path, slug))


def _url_path(published: str, slug: str) -> str:
    """Return the `url_path` of a page with another slug."""
    parent, separator, _ = published.rstrip("/").rpartition("/")
    return f"{parent}{separator}{slug}/"


def latest(page: Page | PageRow) -> BasePage:
    """Return the latest draft of a page; the page itself if it has no unpublished changes."""
    return latest_drafts(Page.objects.filter(pk=page.pk))[0]


def latest_drafts(pages: "QuerySet[Page]") -> list[BasePage]:
    """Return the latest drafts of these pages, in the order of the queryset.

    References to deleted objects are null; children for which they cannot be null are omitted.
    """
    rows = pages.annotate(parent_id=PARENT).values_list(*COLUMNS)
    instances = specific(list(map(PageRow._make, rows)))
    changed = Page.objects.filter(values.CHANGED, pk__in=[page.pk for page in instances])
    contents = dict(
        Revision.objects.filter(pk__in=changed.values("latest_revision")).values_list(
            "pk", "content"
        )
    )
    drafts: dict[int, BasePage] = {}
    topics: dict[int, dict[str, Any]] = {}
    for page in instances:
        content = contents.get(page.latest_revision_id)
        if content is not None:
            drafts[page.pk], topics[page.pk] = _draft(page, content)
    for model in {type(draft) for draft in drafts.values()}:
        same = [draft for draft in drafts.values() if type(draft) is model]
        _load_foreign_foreign_keys(same)
        _load_many_to_many(model, same, topics)
        _prefetch(model, same)
    latest = [drafts.get(page.pk, page) for page in instances]
    parents = {row[0]: row[-1] for row in rows}
    for draft in latest:
        vars(draft)["parent_id"] = parents[draft.pk]
    return latest


def _draft(page: BasePage, content: dict[str, Any]) -> tuple[BasePage, dict[str, Any]]:
    """Return the draft without its many-to-many relations, and the ids of these by field name."""
    names = [field.name for field in get_all_child_m2m_relations(type(page))]
    data = content | dict.fromkeys(names, ()) | {COMMENTS_RELATION_NAME: []}
    draft: BasePage = type(page).from_serializable_data(data, check_fks=False)
    for name in ROW_ATTRIBUTES:
        setattr(draft, name, getattr(page, name))
    draft.url_path = _url_path(page.url_path, draft.slug)
    return draft, {name: content.get(name) or [] for name in names}


def _load_foreign_foreign_keys(drafts: Sequence[BasePage]) -> None:
    """Load the objects to which drafts and their children refer; one query per model."""
    children = [
        (draft, manager, manager.all())
        for draft in drafts
        for relation in get_all_child_relations(type(draft))
        if (manager := getattr(draft, relation.get_accessor_name()))
    ]
    objects = _load_references(
        [
            *((draft, field) for draft in drafts for field in _foreign_keys(draft)),
            *(
                (child, field)
                for draft, _, rows in children
                for child in rows
                for field in _foreign_keys(child, draft)
            ),
        ]
    )
    for draft in drafts:
        for field in _foreign_keys(draft):
            _set_reference(draft, field, objects)
    for draft, manager, rows in children:
        valid = [
            child
            for child in rows
            if all(_set_reference(child, field, objects) for field in _foreign_keys(child, draft))
        ]
        if len(valid) < len(rows):
            manager.set(valid)


def _foreign_keys(item: Any, parent: Page | None = None) -> Iterator["ForeignKey[Any, Any]"]:
    """Yield the foreign keys that a draft stores, without those of `wagtailcore.Page`."""
    for field in item._meta.concrete_fields:
        is_stored = isinstance(field, ForeignKey) and field.model is not Page
        if is_stored and not (field.remote_field.parent_link or _is_parent_link(field, parent)):
            yield field


def _is_parent_link(field: "ForeignKey[Any, Any]", parent: Page | None) -> bool:
    """Return whether the field is the key of a child to its page."""
    relations = get_all_child_relations(type(parent)) if parent else ()
    return any(relation.field == field for relation in relations)


def _load_references(
    references: Iterable[tuple[Any, "ForeignKey[Any, Any]"]],
) -> dict[Any, dict[Any, Any]]:
    ids: dict[Any, set[Any]] = defaultdict(set)
    for item, field in references:
        ids[field.related_model].add(getattr(item, field.attname))
    return {
        model: model._default_manager.in_bulk([pk for pk in pks if pk is not None])
        for model, pks in ids.items()
    }


def _set_reference(
    item: Any, field: "ForeignKey[Any, Any]", objects: dict[Any, dict[Any, Any]]
) -> bool:
    """Set the object of a foreign key; return False if it is missing and cannot be null."""
    pk = getattr(item, field.attname)
    referred = objects[field.related_model].get(pk)
    if referred is not None or field.null:
        setattr(item, field.name, referred)
    return pk is None or referred is not None or field.null


def _load_many_to_many(
    model: type[BasePage], drafts: Sequence[BasePage], ids: dict[int, dict[str, Any]]
) -> None:
    for field in get_all_child_m2m_relations(model):
        pks = {pk for draft in drafts for pk in ids[draft.pk][field.name]}
        objects = field.related_model._default_manager.in_bulk(pks)
        for draft in drafts:
            related = [objects[pk] for pk in ids[draft.pk][field.name] if pk in objects]
            getattr(draft, field.name).set(related)


def _prefetch(model: type[BasePage], drafts: Sequence[BasePage]) -> None:
    """Prefetch the further relations that the fields of the type need."""
    prefetch_related_objects(drafts, *model.fields_select)
    for lookup in model.fields_prefetch:
        name, _, child_lookup = lookup.partition("__")
        if child_lookup:
            children = [child for draft in drafts for child in getattr(draft, name).all()]
            prefetch_related_objects(children, child_lookup)
