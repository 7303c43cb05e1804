"""Latest drafts of many pages: the number of queries does not depend on how many."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import BigIntegerField, ForeignKey, QuerySet, prefetch_related_objects
from django.db.models.expressions import RawSQL
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

from cms.content.page import BasePage
from cms.delivery.pages.drafts import values
from cms.delivery.pages.neighbours import ABOVE, COLUMNS, Neighbour
from cms.delivery.pages.serializer import specific

OF_ROW = (
    *("pk", "path", "depth", "numchild", "live", "has_unpublished_changes", "content_type_id"),
    *("owner_id", "locked", "locked_at", "locked_by_id", "draft_title", "translation_key"),
    *("latest_revision_id", "latest_revision_created_at", "live_revision_id", "alias_of_id"),
    *("first_published_at", "last_published_at", "locale"),
)
"""The attributes of a page that no draft changes."""
# The page above, published or not.
PARENT = RawSQL(ABOVE.removesuffix(" AND above.live"), [], output_field=BigIntegerField())  # noqa: S611


def draft_neighbours(pages: "QuerySet[Page]") -> list[Neighbour]:
    """Return what stubs of these pages' latest drafts need, in one query."""
    rows = pages.annotate(parent_id=PARENT, shown_title=values.title(), shown_slug=values.slug())
    return [
        _renamed(Neighbour._make(row), title, slug)
        for *row, title, slug in rows.values_list(*COLUMNS, "shown_title", "shown_slug")
    ]


def _renamed(page: Neighbour, title: str, slug: str) -> Neighbour:
    return page._replace(title=title, url_path=_url_path(page.url_path, slug))


def _url_path(published: str, slug: str) -> str:
    """Return the tree's path of a page after its slug has changed."""
    above, separator, _ = published.rstrip("/").rpartition("/")
    return f"{above}{separator}{slug}/"


def latest(page: Page | Neighbour) -> BasePage:
    """Return the latest draft of a page, which is the page itself if nothing has changed."""
    return latest_drafts(Page.objects.filter(pk=page.pk))[0]


def latest_drafts(pages: "QuerySet[Page]") -> list[BasePage]:
    """Return the latest drafts of these pages, in the order of the query.

    References to deleted objects are empty, or missing where they cannot be empty.
    """
    rows = pages.annotate(parent_id=PARENT).values_list(*COLUMNS)
    found = specific(list(map(Neighbour._make, rows)))
    changed = Page.objects.filter(values.CHANGED, pk__in=[page.pk for page in found])
    contents = dict(
        Revision.objects.filter(pk__in=changed.values("latest_revision")).values_list(
            "pk", "content"
        )
    )
    drafts: dict[int, BasePage] = {}
    topics: dict[int, dict[str, Any]] = {}
    for page in found:
        content = contents.get(page.latest_revision_id)
        if content is not None:
            drafts[page.pk], topics[page.pk] = _draft(page, content)
    for model in {type(draft) for draft in drafts.values()}:
        same = [draft for draft in drafts.values() if type(draft) is model]
        _relate(same)
        _relate_many(model, same, topics)
        _prefetch(model, same)
    shown = [drafts.get(page.pk, page) for page in found]
    parents = {row[0]: row[-1] for row in rows}
    for draft in shown:
        vars(draft)["parent_id"] = parents[draft.pk]
    return shown


def _draft(page: BasePage, content: dict[str, Any]) -> tuple[BasePage, dict[str, Any]]:
    """Return the draft without its relations to many objects, and the ids of those by name."""
    names = [field.name for field in get_all_child_m2m_relations(type(page))]
    own = content | dict.fromkeys(names, ()) | {COMMENTS_RELATION_NAME: []}
    draft: BasePage = type(page).from_serializable_data(own, check_fks=False)
    for name in OF_ROW:
        setattr(draft, name, getattr(page, name))
    draft.url_path = _url_path(page.url_path, draft.slug)
    return draft, {name: content.get(name) or [] for name in names}


def _relate(drafts: Sequence[BasePage]) -> None:
    """Load the objects that drafts and their children refer to: one query for each model."""
    children = [
        (draft, manager, manager.all())
        for draft in drafts
        for relation in get_all_child_relations(type(draft))
        if (manager := getattr(draft, relation.get_accessor_name()))
    ]
    found = _found(
        [
            *((draft, field) for draft in drafts for field in _keys(draft)),
            *(
                (child, field)
                for draft, _, rows in children
                for child in rows
                for field in _keys(child, draft)
            ),
        ]
    )
    for draft in drafts:
        for field in _keys(draft):
            _refer(draft, field, found)
    for draft, manager, rows in children:
        kept = [
            child
            for child in rows
            if all(_refer(child, field, found) for field in _keys(child, draft))
        ]
        if len(kept) < len(rows):
            manager.set(kept)


def _keys(item: Any, parent: Page | None = None) -> Iterator["ForeignKey[Any, Any]"]:
    """Yield the foreign keys of an object that a draft says; those of every page are the row's."""
    for field in item._meta.concrete_fields:
        is_own = isinstance(field, ForeignKey) and field.model is not Page
        if is_own and not (field.remote_field.parent_link or _leads_to(field, parent)):
            yield field


def _leads_to(field: "ForeignKey[Any, Any]", parent: Page | None) -> bool:
    """Return whether the field is a child's key to the page that it is a part of."""
    relations = get_all_child_relations(type(parent)) if parent else ()
    return any(relation.field == field for relation in relations)


def _found(references: Iterable[tuple[Any, "ForeignKey[Any, Any]"]]) -> dict[Any, dict[Any, Any]]:
    ids: dict[Any, set[Any]] = defaultdict(set)
    for item, field in references:
        ids[field.related_model].add(getattr(item, field.attname))
    return {
        model: model._default_manager.in_bulk([pk for pk in wanted if pk is not None])
        for model, wanted in ids.items()
    }


def _refer(item: Any, field: "ForeignKey[Any, Any]", found: dict[Any, dict[Any, Any]]) -> bool:
    """Set the object that a key leads to; return False if it is gone and cannot be left out."""
    pk = getattr(item, field.attname)
    referred = found[field.related_model].get(pk)
    if referred is not None or field.null:
        setattr(item, field.name, referred)
    return pk is None or referred is not None or field.null


def _relate_many(
    model: type[BasePage], drafts: Sequence[BasePage], ids: dict[int, dict[str, Any]]
) -> None:
    for field in get_all_child_m2m_relations(model):
        wanted = {pk for draft in drafts for pk in ids[draft.pk][field.name]}
        found = field.related_model._default_manager.in_bulk(wanted)
        for draft in drafts:
            named = [found[pk] for pk in ids[draft.pk][field.name] if pk in found]
            getattr(draft, field.name).set(named)


def _prefetch(model: type[BasePage], drafts: Sequence[BasePage]) -> None:
    """Load what the fields of the type need beyond the drafts and their children."""
    prefetch_related_objects(drafts, *model.fields_select)
    for lookup in model.fields_prefetch:
        name, _, further = lookup.partition("__")
        if further:
            children = [child for draft in drafts for child in getattr(draft, name).all()]
            prefetch_related_objects(children, further)
