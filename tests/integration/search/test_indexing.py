"""Documents of pages, and the life of an index: updates, rebuild, check."""

import datetime
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from cms.changes import log
from cms.changes.models import Change, Kind, Log
from cms.changes.reader_loop import ReaderLoop
from cms.changes.readers import UnavailableError, change_readers
from cms.content.models import Topic
from cms.delivery.writing.reader import DocumentReader
from cms.directory.models import Person
from cms.maintenance.models import Maintenance
from home.models import ContentPage, HomePage
from search.engines import active
from search.indexing.attachments import text
from search.indexing.attachments.process import ExtractionError
from search.indexing.builder import build
from search.indexing.check import check
from search.indexing.reader import IndexReader
from search.indexing.rebuild import RebuildRunningError, UnequalError, rebuild
from whatwedo.models import OrganPage, WhatWeDoPage

pytestmark = pytest.mark.django_db


class Reader(IndexReader):
    engine_name = "memory"
    local = True


@pytest.fixture
def engine(settings):
    settings.SEARCH_ENGINES = {"memory": "tests.memory_engine.MemoryEngine"}
    active.engine.cache_clear()
    yield active.engine("memory")
    active.engine.cache_clear()


@pytest.fixture
def home():
    page = Page.objects.get(depth=1).add_child(instance=HomePage(title="Start", slug="start"))
    Site.objects.update(root_page=page)
    Site.clear_site_root_paths_cache()
    return page


@pytest.fixture
def organ(home):
    above = home.add_child(instance=WhatWeDoPage(title="What we do", slug="what-we-do"))
    head = Person.objects.create(name="Siti", honorific="H.E.")
    return above.add_child(
        instance=OrganPage(title="Committee", slug="committee", short_name="CPR", head=head)
    )


def document_of(page):
    [document] = build([page.pk], 7).documents
    return document


def follow(reader=None):
    loop = ReaderLoop(reader or Reader())
    while loop.step():
        pass


class TestBuilder:
    def test_says_where_a_page_stands(self, organ):
        topic = Topic.objects.create(name="Peace", slug="peace")
        page = organ.add_child(
            instance=ContentPage(
                title="Rules",
                slug="rules",
                summary="Which rules hold.",
                date=datetime.date(2024, 5, 6),
                body=[("heading", {"text": "Order", "level": "2", "anchor": ""})],
            )
        )
        page.topics = [topic]
        page.save()

        document = document_of(page)

        assert document.path == "/what-we-do/committee/rules/"
        assert [(crumb.title, crumb.path) for crumb in document.breadcrumbs] == [
            ("Home", "/"),
            ("What we do", "/what-we-do/"),
            ("Committee", "/what-we-do/committee/"),
        ]
        assert (document.type, document.organ, document.locale) == (
            "home.ContentPage",
            "Committee",
            "en",
        )
        assert (document.headings, document.topics) == (("Order",), ("peace",))
        assert (document.date, document.version) == (datetime.date(2024, 5, 6), 7)
        assert "Order" in document.body

    def test_a_page_type_declares_further_searchable_text(self, organ):
        assert "CPR" in document_of(organ).body
        assert "H.E. Siti" in document_of(organ).body

    def test_under_maintenance_only_title_and_place_are_left(self, organ):
        Maintenance.objects.create(page=organ)
        organ.summary = "Secret"
        organ.save()
        from cms.maintenance.register import register

        register.invalidate()
        document = document_of(organ)
        register.invalidate()

        assert (document.state, document.title) == ("maintenance", "Committee")
        assert "Secret" not in repr(document)
        assert "CPR" not in repr(document)

    def test_attached_documents_are_read(self, organ):
        file = ContentFile(b"All about coconuts", "coconuts.txt")
        document = Document.objects.create(title="Coconuts", file=file)
        organ.body = [("document", {"document": document, "title": "", "description": ""})]
        organ.save()
        assert document_of(organ).attached == "All about coconuts"

        private = Collection.get_first_root_node().add_child(instance=Collection(name="Private"))
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        document.collection = private
        document.save()
        assert document_of(organ).attached == ""

    @pytest.mark.parametrize("name", ["broken.pdf", "broken.docx", "broken.zip"])
    def test_a_broken_file_does_not_hide_its_page(self, organ, name, caplog):
        broken = Document.objects.create(title="Broken", file=ContentFile(b"%PDF-1.7 no", name))
        organ.body = [("document", {"document": broken, "title": "", "description": ""})]
        organ.save()

        assert document_of(organ).attached == ""
        assert name.endswith("zip") or "not searched" in caplog.text

    def test_a_file_that_takes_too_long_does_not_hide_its_page(self, organ, monkeypatch, caplog):
        def extract(file, extension):
            raise ExtractionError("it took more than 10 s")

        monkeypatch.setattr(text, "extract", extract)
        slow = Document.objects.create(title="Slow", file=ContentFile(b"%PDF", "slow.pdf"))
        organ.body = [("document", {"document": slow, "title": "", "description": ""})]
        organ.save()

        assert document_of(organ).attached == ""
        assert f"Document {slow.pk} is not searched: it took more than 10 s" in caplog.text

    def test_a_block_whose_record_is_gone_does_not_hide_its_page(self, organ):
        document = Document.objects.create(title="Gone", file=ContentFile(b"x", "x.txt"))
        organ.body = [("document", {"document": document, "title": "", "description": ""})]
        organ.save()
        document.delete()

        assert document_of(organ).title == "Committee"

    def test_costs_as_many_queries_for_many_pages_as_for_few(
        self, organ, django_assert_max_num_queries
    ):
        person = Person.objects.create(name="Budi")
        body = [("person", {"person": person, "role": "", "text": "Hello"})]
        pages = [
            organ.add_child(instance=ContentPage(title=f"Page {n}", slug=f"p{n}", body=body))
            for n in range(20)
        ]
        build([organ.pk], 1)

        with django_assert_max_num_queries(12):
            assert len(build([page.pk for page in pages], 1).documents) == 20

    def test_pages_that_are_not_public_are_removed(self, organ):
        draft = organ.add_child(instance=ContentPage(title="D", slug="d", live=False))
        past = timezone.now() - datetime.timedelta(minutes=1)
        over = organ.add_child(instance=ContentPage(title="O", slug="o", expire_at=past))
        outside = Page.objects.get(depth=1).add_child(instance=HomePage(title="X", slug="x"))
        ids = [draft.pk, over.pk, outside.pk, 999_999]

        assert build(ids, 1).not_public == ids


class TestReader:
    def test_the_index_follows_every_change(self, engine, home, organ):
        follow()
        assert set(engine.live().documents) == {home.pk, organ.get_parent().pk, organ.pk}
        assert check(engine).is_true

        child = organ.add_child(instance=ContentPage(title="Child", slug="child"))
        follow()
        assert child.pk in engine.live().documents

        organ.title = "Council"
        organ.save_revision().publish()
        follow()
        assert engine.live().documents[child.pk].organ == "Council"

        what_we_do = organ.get_parent().specific
        what_we_do.slug = "work"
        what_we_do.save()
        follow()
        assert engine.live().documents[child.pk].path == "/work/committee/child/"

        restriction = PageViewRestriction.objects.create(page=organ, restriction_type="login")
        follow()
        assert not {organ.pk, child.pk} & set(engine.live().documents)
        restriction.delete()
        follow()
        assert {organ.pk, child.pk} <= set(engine.live().documents)

        organ.refresh_from_db()
        organ.unpublish()
        follow()
        assert child.pk in engine.live().documents
        assert organ.pk not in engine.live().documents

        Page.objects.get(pk=child.pk).delete()
        follow()
        assert child.pk not in engine.live().documents
        assert check(engine).is_true

    def test_an_engine_that_is_away_is_waited_for(self, engine, home):
        follow()
        engine.live().away = True
        with pytest.raises(UnavailableError):
            Reader().place()
        page = home.add_child(instance=ContentPage(title="P", slug="p"))
        engine.live().away = False
        follow()

        assert page.pk in engine.live().documents

    def test_a_restored_database_under_a_newer_index_is_noticed(self, engine, home):
        page = home.add_child(instance=ContentPage(title="Old", slug="p"))
        follow()
        backup = Change.objects.last().pk
        page.title = "New"
        page.save()
        follow()
        assert engine.live().documents[page.pk].title == "New"

        ContentPage.objects.filter(pk=page.pk).update(title="Old")  # as in the backup
        Change.objects.filter(pk__gt=backup).delete()
        Change.objects.create(pk=backup + 1, kind=Kind.PUBLISHED, page_id=home.pk)
        Change.objects.create(pk=backup + 2, kind=Kind.PUBLISHED, page_id=home.pk)
        follow()

        assert engine.live().documents[page.pk].title == "Old"
        assert engine.before is not None
        assert check(engine).is_true

    def test_an_index_of_another_database_is_rebuilt(self, engine, home):
        follow()
        engine.live().documents[999] = document_of(home)
        Log.objects.update(identity="f" * 32)
        assert check(engine).lost
        follow()

        assert set(engine.live().documents) == {home.pk}

    def test_an_alias_is_withheld_with_its_source(self, engine, home):
        page = home.add_child(instance=ContentPage(title="P", slug="p"))
        alias = page.create_alias(parent=home, update_slug="a")
        follow()
        assert engine.live().documents[alias.pk].state == "content"

        Maintenance.objects.create(page=page)
        log.append(Kind.MAINTENANCE, [page.pk])
        follow()
        assert engine.live().documents[alias.pk].state == "maintenance"

    def test_steering_changes_write_no_document(self, engine, home):
        follow()
        before = engine.live().documents.copy()
        log.append(Kind.STEERING)
        follow()

        assert engine.live().documents == before
        assert engine.live().place() == str(log.head())


class TestRebuild:
    def test_changes_during_a_rebuild_are_applied(self, engine, home):
        pages = [home.add_child(instance=ContentPage(title=f"{n}", slug=f"p{n}")) for n in (1, 2)]

        def edit(done):
            pages[0].title = "Edited"
            pages[0].save()
            Page.objects.get(pk=pages[1].pk).delete()

        rebuild(engine, edit)

        assert engine.live().documents[pages[0].pk].title == "Edited"
        assert pages[1].pk not in engine.live().documents
        assert check(engine).is_true

    def test_the_old_index_is_kept_and_catches_up_after_a_rollback(self, engine, home):
        rebuild(engine)
        first = engine.live()
        page = home.add_child(instance=ContentPage(title="P", slug="p"))
        rebuild(engine)
        assert engine.live() is not first

        engine.roll_back()
        assert engine.live() is first
        follow()
        assert page.pk in first.documents

    def test_a_swap_between_reading_and_applying_changes_loses_none(self, engine, home, organ):
        other = home.add_child(instance=ContentPage(title="Other", slug="other"))
        follow()
        rebuild(engine)
        rebuilt = engine.live()
        engine.roll_back()
        organ.title = "Missing in the rebuilt index until it is caught up"
        organ.save()
        follow()
        other.title = "Changed during the swap"
        other.save()
        reader = Reader()
        changes = log.since(reader.place())
        engine.swap(rebuilt)

        reader.apply(changes, log.head())
        follow(reader)

        assert check(engine).drift == []

    def test_remains_of_an_aborted_rebuild_are_removed(self, engine, home):
        engine.begin()
        rebuild(engine)

        assert engine.generations == [engine.live()]

    def test_only_one_rebuilds_at_a_time(self, engine, home):
        def again(done):
            with pytest.raises(RebuildRunningError):
                rebuild(engine)

        rebuild(engine, again)
        assert engine.live()

    def test_a_database_that_fails_does_not_end_in_an_empty_index(self, engine, home, monkeypatch):
        rebuild(engine)
        first = engine.live()

        def fail(ids, version):
            raise OperationalError("no such column")

        monkeypatch.setattr("search.indexing.batches.build", fail)
        with pytest.raises(OperationalError):
            rebuild(engine)
        assert engine.live() is first

    @pytest.mark.parametrize("fault", ["lost", "other"])
    def test_an_incomplete_generation_does_not_go_live(self, engine, home, monkeypatch, fault):
        rebuild(engine)
        first = engine.live()
        real = type(first).stamps

        def stamps(generation):
            listed = list(real(generation))
            return iter(
                listed[1:] if fault == "lost" else [replace(listed[0], hash="?"), *listed[1:]]
            )

        monkeypatch.setattr(type(first), "stamps", stamps)
        with pytest.raises(UnequalError, match="written"):
            rebuild(engine)
        assert engine.live() is first
        assert engine.generations == [first]


class TestCheck:
    @pytest.fixture(autouse=True)
    def _in_use(self, engine, monkeypatch, replace_entries, home, organ):
        replace_entries(change_readers, {"index-memory": Reader})
        monkeypatch.setattr(active, "names", lambda: ["memory"])
        follow()

    def corrupt(self, engine, home, organ):
        documents = engine.live().documents
        HomePage.objects.filter(pk=home.pk).update(summary="Behind our back")
        del documents[organ.pk]
        documents[999] = document_of(organ.get_parent())
        object.__setattr__(documents[999], "id", 999)

    def test_differences_are_listed_with_their_reason(self, engine, home, organ):
        self.corrupt(engine, home, organ)

        assert [(each.id, each.why) for each in check(engine).drift] == [
            (home.pk, "different"),
            (organ.pk, "missing"),
            (999, "unexpected"),
        ]

    def test_the_command_fails_on_drift_and_repairs_it(self, engine, home, organ, capsys):
        self.corrupt(engine, home, organ)
        with pytest.raises(SystemExit) as exit_:
            call_command("search_check", json=True)
        assert exit_.value.code == 1
        assert '"why": "missing"' in capsys.readouterr().out

        from cms.changes.drift import repair

        repair(check(engine).drift)
        follow()
        DocumentReader().start_over()
        call_command("search_check")
        assert "0 differ" in capsys.readouterr().out

    def test_pages_that_are_changing_are_not_drift(self, engine, home):
        home.title = "New"
        home.save()
        report = check(engine)

        assert (report.is_true, report.in_flux) == (True, 1)
