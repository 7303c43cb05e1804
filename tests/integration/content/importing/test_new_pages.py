"""New pages of an import: written together, they equal pages that are saved one by one."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images.models import Image
from wagtail.models import Page, PageLogEntry, ReferenceIndex
from wagtail.signals import page_published

from cms.changes import listeners
from cms.changes.models import Change, Kind
from cms.content.importer import files
from cms.content.importer.run import BATCH
from cms.content.models import ImportedPage
from home.models import ContentPage
from tests import factories
from whatwedo.models import OrganPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("admin_search")]

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="4"></svg>'
SOURCE = {
    "work/index.md": "---\ntitle: Work\ntype: whatwedo.WhatWeDoPage\n---\nSee [A](/work/a/).",
    "work/a.md": "---\ntitle: A\ntype: whatwedo.OrganPage\npicture: map.svg\n"
    "topics: [Peace, Law]\nrelations:\n- kind: works-with\n  to: /work/b/\n---\n"
    '![A map](map.svg "Where")\n\n::: document\ndocument: list.csv\n:::',
    "work/b.md": "---\ntitle: B\ntype: whatwedo.OrganPage\nshow_in_menus: yes\n---\n[W](/work/)",
    "work/map.svg": SVG,
    "work/list.csv": "a,b\n",
}
FIELDS = (
    *("content_type", "base_content_type", "object_id", "to_content_type", "to_object_id"),
    *("model_path", "content_path", "content_path_hash"),
)


@pytest.fixture
def imported(tmp_path):
    """The pages of a folder whose pages refer to one another, to files and to topics."""
    factories.site_root()
    for name, text in SOURCE.items():
        file = tmp_path / "source" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    call_command("import_content", tmp_path / "source", under="/")
    return [
        each.page.specific for each in ImportedPage.objects.order_by("path").select_related("page")
    ]


def references():
    return set(ReferenceIndex.objects.values_list(*FIELDS))


def lines(path, count):
    file = path / f"{count}.jsonl"
    records = ({"title": f"{count} {n}", "text": "a", "topics": ["Peace"]} for n in range(count))
    file.write_text("".join(json.dumps(each) + "\n" for each in records))
    return file


def test_references_equal_those_of_pages_saved_one_by_one(imported):
    written = references()
    for page in imported:
        ReferenceIndex.remove_for_object(page)
    for page in imported:
        ReferenceIndex.create_or_update_for_object(page)

    assert len(imported) == 3
    assert written == references()
    for used, count in ((Image.objects.get(), 1), (imported[1], 1), (imported[2], 1)):
        usage = ReferenceIndex.get_references_to(used)
        assert usage.values("object_id").distinct().count() == count


def test_the_first_revision_and_the_history_belong_to_the_page(imported):
    for page in imported:
        revision = page.latest_revision
        assert revision.content["pk"] == page.pk
        assert revision == page.live_revision
        assert revision.object_id == str(page.pk)
        assert revision.content["title"] == page.title
        assert revision.content["topics"] == [each.pk for each in page.topics.all()]
        entries = PageLogEntry.objects.filter(page_id=page.pk, revision=revision)
        assert {each.action for each in entries} == {"wagtail.create", "wagtail.publish"}


def test_each_page_is_in_the_change_log_and_the_menus_too(imported):
    pages = {each.pk for each in imported}
    published = Change.objects.filter(kind=Kind.PUBLISHED, page_id__in=pages)
    assert set(published.values_list("page_id", flat=True)) == pages
    navigation = Change.objects.filter(kind=Kind.NAVIGATION)
    assert [each.object_id for each in navigation] == [OrganPage.objects.get(slug="b").pk]


def test_the_number_of_queries_does_not_grow_with_the_pages(tmp_path):
    factories.site_root()
    call_command("import_content", lines(tmp_path, 2), under="/")  # its topic and locale
    counts = []
    for count in (10, 40):
        with CaptureQueriesContext(connection) as queries:
            call_command("import_content", lines(tmp_path, count), under="/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_pages_of_one_transaction_are_announced_together(
    tmp_path, django_capture_on_commit_callbacks
):
    factories.site_root()
    delivered = []
    listeners.connect(delivered.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            call_command("import_content", lines(tmp_path, 20), under="/")
    finally:
        listeners.disconnect(delivered.append)

    assert [len(changes) for changes in delivered if changes[0].kind == Kind.PUBLISHED] == [20]


def test_pages_and_changes_are_written_together_or_not_at_all(tmp_path):
    def fail(**kwargs):
        raise RuntimeError

    factories.site_root()
    before = Page.objects.count(), Change.objects.count(), ReferenceIndex.objects.count()
    page_published.connect(fail, sender=ContentPage)
    try:
        with pytest.raises(RuntimeError):
            call_command("import_content", lines(tmp_path, 3), under="/")
    finally:
        page_published.disconnect(fail, sender=ContentPage)

    assert before == (Page.objects.count(), Change.objects.count(), ReferenceIndex.objects.count())
    call_command("import_content", lines(tmp_path, 3), under="/")
    assert ContentPage.objects.count() == 3


def test_an_interrupted_import_says_how_far_it_came_and_goes_on(tmp_path):
    def interrupt(instance, **kwargs):
        if ContentPage.objects.filter(live=True).count() > BATCH:
            raise KeyboardInterrupt

    factories.site_root()
    source = lines(tmp_path, BATCH + 10)
    page_published.connect(interrupt, sender=ContentPage)
    try:
        with pytest.raises(
            KeyboardInterrupt, match=f"^Stopped after {BATCH} of {BATCH + 10} pages"
        ):
            call_command("import_content", source, under="/")
    finally:
        page_published.disconnect(interrupt, sender=ContentPage)

    assert ContentPage.objects.count() == BATCH
    call_command("import_content", source, under="/")
    assert ContentPage.objects.count() == BATCH + 10


def test_a_picture_that_many_pages_show_is_decoded_once_until_it_changes(tmp_path, monkeypatch):
    factories.site_root()
    decoded = []
    monkeypatch.setattr(files, "open_image", lambda content: decoded.append(content.name))
    picture = tmp_path / "map.svg"
    picture.write_text(SVG)
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: {name}\npicture: map.svg\n---\n")

    call_command("import_content", tmp_path, under="/")
    assert decoded == [str(picture)]

    picture.write_text(SVG.replace("6", "12"))
    (tmp_path / "d.md").write_text("---\ntitle: d\npicture: map.svg\n---\n")
    call_command("import_content", tmp_path, under="/")
    assert decoded == [str(picture)] * 2
