"""`import_content`: what it creates, updates, skips and refuses."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Locale, Page

from cms.changes.models import Change
from cms.content.models import ImportedPage
from cms.directory.models import Person
from cms.settings.environment import ROOT
from home.models import ContentPage
from tests import factories
from whatwedo.models import OrganPage, WhatWeDoPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return factories.site_root()


SECTION = "---\ntitle: Section\ntype: whatwedo.WhatWeDoPage\n---\n"


def lines(path: Path, *records: object) -> Path:
    file = path / "pages.jsonl"
    file.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
    return file


def folder(path: Path, **files: str) -> Path:
    """Write files by name, with `__` for a slash."""
    for name, text in files.items():
        file = path / f"{name.replace('__', '/')}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return path


def run(source: Path, under: str = "/", **options: object) -> None:
    call_command("import_content", source, under=under, **options)


def refused(source: Path, under: str = "/") -> str:
    with pytest.raises(CommandError) as error:
        run(source, under)
    assert "Nothing was imported" in str(error.value)
    assert not ContentPage.objects.exists()
    return str(error.value)


def edit(page: Page, **fields: object) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


class TestLines:
    def test_a_line_becomes_a_published_page(self, home, tmp_path):
        record = {
            "title": "Peace in the region",
            "summary": "How it is kept.",
            "text": "One.\n\nTwo.",
            "date": "2024-05-31",
            "topics": ["peace", "Peace", "Law"],
        }
        run(lines(tmp_path, record))

        page = ContentPage.objects.get()
        assert page.url == "/peace-in-the-region/"
        assert (page.summary, page.date.isoformat()) == ("How it is kept.", "2024-05-31")
        assert [topic.name for topic in page.topics.all()] == ["Law", "Peace"]
        assert page.body[0].value.source == "<p>One.</p><p>Two.</p>"
        assert page.live
        assert page.live_revision == page.latest_revision
        assert not page.has_unpublished_changes

    @pytest.mark.usefixtures("admin_search")
    def test_an_imported_page_equals_one_made_in_the_editor(self, home, tmp_path):
        run(lines(tmp_path, {"title": "A", "text": "a"}, {"title": "B", "text": "b"}))

        home.refresh_from_db()
        assert home.numchild == 2
        assert Page.find_problems() == ([], [], [], [], [])
        page = ContentPage.objects.get(slug="b")
        assert page.get_latest_revision_as_object().body[0].value.source == "<p>b</p>"
        assert page in list(ContentPage.objects.search("B"))
        assert Change.objects.filter(page_id=page.pk, kind="published").exists()
        edit(page, title="Changed")
        assert ContentPage.objects.get(slug="b").title == "Changed"

    def test_null_values_are_the_same_as_missing_ones(self, home, tmp_path):
        names = ("slug", "summary", "date", "topics", "locale", "html")
        run(lines(tmp_path, {"title": "A", "text": "a"} | dict.fromkeys(names)))

        page = ContentPage.objects.get()
        assert (page.slug, page.summary, page.date) == ("a", "", None)

    def test_equal_titles_get_different_slugs(self, home, tmp_path):
        run(lines(tmp_path, *[{"title": "Same", "text": str(n)} for n in range(3)]))

        assert set(ContentPage.objects.values_list("slug", flat=True)) == {
            "same",
            "same-2",
            "same-3",
        }

    def test_a_locale_is_the_page_s_own(self, home, tmp_path):
        run(lines(tmp_path, {"title": "ความสงบ", "slug": "peace", "text": "ก", "locale": "th"}))

        page = ContentPage.objects.get()
        assert page.locale.language_code == "th"
        assert page.url == "/peace/"

    def test_repeated_it_changes_nothing(self, home, tmp_path):
        source = lines(tmp_path, {"title": "A", "text": "a"})
        run(source)
        before = ContentPage.objects.get().latest_revision_id
        run(source)

        assert ContentPage.objects.get().latest_revision_id == before

    def test_only_changed_records_change_pages(self, home, tmp_path):
        run(lines(tmp_path, {"title": "A", "text": "a"}, {"title": "B", "text": "b"}))
        before = dict(ContentPage.objects.values_list("slug", "latest_revision_id"))
        run(lines(tmp_path, {"title": "A", "text": "new"}, {"title": "B", "text": "b"}))
        after = dict(ContentPage.objects.values_list("slug", "latest_revision_id"))

        assert before["a"] != after["a"]
        assert before["b"] == after["b"]
        assert ContentPage.objects.get(slug="a").body[0].value.source == "<p>new</p>"


class TestEditorsComeFirst:
    @pytest.fixture
    def page(self, home, tmp_path) -> ContentPage:
        run(lines(tmp_path, {"title": "A", "text": "a"}))
        return ContentPage.objects.get()

    @pytest.fixture
    def changed(self, page, tmp_path) -> Path:
        return lines(tmp_path, {"title": "A", "text": "from the source"})

    def test_an_edited_page_is_not_changed_and_reported(self, page, changed, capsys):
        edit(page, summary="An editor's")
        run(changed)

        page.refresh_from_db()
        assert page.summary == "An editor's"
        assert page.body[0].value.source == "<p>a</p>"
        assert "line 1: /a/ left, its page was edited since" in capsys.readouterr().out

    def test_a_draft_is_not_changed(self, page, changed):
        page.title = "Draft"
        page.save_revision()
        run(changed)

        assert ContentPage.objects.get().get_latest_revision_as_object().title == "Draft"
        assert ContentPage.objects.get().body[0].value.source == "<p>a</p>"

    def test_overwriting_is_possible(self, page, changed):
        edit(page, summary="An editor's")
        run(changed, overwrite=True)

        assert ContentPage.objects.get().body[0].value.source == "<p>from the source</p>"

    def test_a_deleted_page_stays_deleted(self, page, changed):
        page.delete()
        run(changed)
        assert not ContentPage.objects.exists()

        run(changed, overwrite=True)
        assert ContentPage.objects.exists()

    def test_an_unpublished_page_stays_unpublished(self, page, changed):
        page.unpublish()
        run(changed)

        assert not ContentPage.objects.get().live

    def test_a_moved_page_is_changed_where_it_is(self, home, page, changed):
        elsewhere = factories.ContentPageFactory(parent=home, slug="elsewhere")
        page.move(elsewhere, pos="last-child")
        run(changed)

        page = ContentPage.objects.get(slug="a")
        assert page.url == "/elsewhere/a/"
        assert page.body[0].value.source == "<p>from the source</p>"

    def test_a_page_made_in_the_editor_is_not_changed(self, home, tmp_path):
        factories.ContentPageFactory(parent=home, slug="a", title="By hand")
        run(lines(tmp_path, {"title": "A", "text": "a"}))

        assert ContentPage.objects.get().title == "By hand"


class TestRefused:
    @pytest.mark.parametrize(
        ("record", "expected"),
        [
            ({"text": "a"}, "the title is missing"),
            ({"title": "A"}, "neither text nor html"),
            ({"title": "A", "text": "a", "html": "b"}, "both text and html"),
            ({"title": "A", "text": "a", "colour": "red"}, "no field 'colour'"),
            ({"title": "A", "text": "a", "date": "2024-02-30"}, "a day like 2024-05-31"),
            ({"title": "A", "text": "a", "date": 2024}, "not 2024"),
            ({"title": "A", "text": "a", "locale": "tlh"}, "locale 'tlh'"),
            ({"title": "A", "text": "a", "topics": "Peace"}, "a list of names"),
            ({"title": "A", "text": "a", "type": "home.NoPage"}, "home.ContentPage"),
            ({"title": "A", "text": "a", "type": "whatwedo.OrganPage"}, "cannot stand under /"),
            ({"title": "A", "text": "a", "slug": "no good"}, "slug"),
            ({"title": "A", "text": "a", "slug": "good/more"}, "has a slash"),
            ({"title": "A", "text": "a", "slug": "a/"}, "has a slash"),
            ({"title": "A", "text": "a", "slug": "admin"}, "address of the site itself"),
            ({"title": "A" * 256, "text": "a"}, "at most 255"),
            ({"title": "A", "text": "a\x00"}, "U+0000"),
            ({"title": "A", "text": "\ud800"}, "U+D800"),
            ({"title": "A", "text": "a\x07"}, "U+0007"),
            ({"title": "A\x0b", "text": "a"}, "U+000B"),
            ({"title": "A", "html": "<p>\x9f</p>"}, "U+009F"),
            (["title"], "not an object"),
            ({"title": "A", "text": "a", "translation_of": "/x/"}, "no page at /x/"),
        ],
    )
    def test_an_invalid_line_is_reported_with_a_correction(self, home, tmp_path, record, expected):
        message = refused(lines(tmp_path, {"title": "Good", "text": "good"}, record))

        assert "line 2: " in message
        assert expected in message

    def test_every_problem_is_reported(self, home, tmp_path):
        message = refused(lines(tmp_path, {"text": "a"}, {"title": "B"}, {"title": "C", "x": 1}))

        assert all(f"line {number}: " in message for number in (1, 2, 3))

    def test_problems_are_in_the_order_of_the_source(self, home, tmp_path):
        wrong = {"title": "A", "text": "a", "date": "soon"}
        message = refused(lines(tmp_path, wrong, {"text": "a"}, wrong, {"title": "D"}))

        assert [line.split(":")[0].strip() for line in message.splitlines()[1:]] == [
            "line 1", "line 2", "line 3", "line 4",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("raw", "expected"),
        [
            (b'{"title": "A", "text"', "not JSON"),
            (b'{"title": "\xff", "text": "a"}', "not UTF-8"),
            (b"[" * 100_000, "nested too deeply"),
            (b'{"title": "A", "text": "' + b"a" * 6_000_000 + b'"}', "longer than 5 MB"),
        ],
        ids=["json", "encoding", "depth", "length"],
    )
    def test_a_broken_line(self, home, tmp_path, raw, expected):
        file = tmp_path / "pages.jsonl"
        file.write_bytes(
            b'{"title": "Good", "text": "a"}\n' + raw + b'\n{"title": "", "text": ""}\n'
        )
        message = refused(file)

        assert "line 2: " in message
        assert expected in message
        assert "line 3: " in message

    def test_equal_slugs(self, home, tmp_path):
        record = {"title": "A", "slug": "a", "text": "a"}

        assert 'slug "a" is that of line 1' in refused(lines(tmp_path, record, record))

    def test_a_missing_parent(self, home, tmp_path):
        source = lines(tmp_path, {"title": "A", "text": "a"})

        assert "no page at /nowhere/" in refused(source, "/nowhere/")

    def test_a_wrong_under_is_reported_alone(self, home, tmp_path):
        source = lines(tmp_path, *[{"title": f"A{n}", "text": "a"} for n in range(20)])

        assert len(refused(source, "/nowhere/").splitlines()) == 1

    def test_a_missing_parent_hides_no_other_problem_and_is_reported_once(self, home, tmp_path):
        organ = {"type": "whatwedo.OrganPage", "text": "a"}
        message = refused(lines(tmp_path, *[organ | {"title": "A", "date": "soon"}] * 2))
        assert all(message.count(part) == 2 for part in ("cannot stand under", "a day like"))

        files = dict.fromkeys(("a__b__one", "a__b__two"), "---\ntitle: One\ndate: soon\n---\n")
        message = refused(folder(tmp_path / "files", **files))
        assert message.count("its parent is missing") == 1
        assert message.count("a day like") == 2

    def test_a_single_markdown_file(self, home, tmp_path):
        with pytest.raises(CommandError, match="name the folder"):
            run(folder(tmp_path, a="# A") / "a.md")

    def test_a_missing_source(self, home, tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            run(tmp_path / "none.jsonl")


class TestFolders:
    def test_a_folder_is_a_page_with_children(self, home, tmp_path):
        run(
            folder(
                tmp_path,
                about__index="---\ntitle: About\n---\nUs.",
                about__second="# Second\n\nText.",
                about__first="---\ntitle: First\norder: -1\nshow_in_menus: yes\n---\n",
            )
        )

        about = ContentPage.objects.get(slug="about")
        children = about.get_children()
        assert [child.title for child in children] == ["First", "Second"]
        assert children[0].show_in_menus
        assert children[1].specific.body[0].value.source == "<p>Text.</p>"

    def test_the_index_of_the_folder_is_the_page_it_goes_under(self, home, tmp_path):
        Page.objects.filter(pk=home.pk).update(latest_revision=None)
        run(folder(tmp_path, index="---\ntitle: Welcome\ntype: home.HomePage\n---\nHello."))

        home.refresh_from_db()
        assert home.title == "Welcome"
        assert home.url == "/"

    def test_links_lead_to_pages_that_come_later(self, home, tmp_path):
        run(folder(tmp_path, a="# A\n\n[Z](/z/)", z="# Z\n\nEnd."))

        target = ContentPage.objects.get(slug="z")
        assert f'id="{target.pk}"' in ContentPage.objects.get(slug="a").body[0].value.source

    def test_an_organ_has_its_fields_head_and_relations(self, home, tmp_path):
        factories.OrganKindFactory(key="committee")
        factories.MemberStateFactory(name="Cambodia", iso_code="KH")
        run(
            folder(
                tmp_path,
                w__index=f"{SECTION}Lead.\n\n## One\n\nText.",
                w__a="---\ntitle: A\ntype: whatwedo.OrganPage\nkind: committee\n"
                "established: 1976-02\n"
                "head: {name: Somebody, country: KH, title: Chair, term: 2023-2028}\n"
                "relations:\n- kind: works-with\n  to: /w/b/\n---\n",
                w__b="---\ntitle: B\ntype: whatwedo.OrganPage\n---\n",
            )
        )

        assert WhatWeDoPage.objects.get().introduction == "<p>Lead.</p>"
        organ = OrganPage.objects.get(slug="a")
        assert (organ.kind, organ.established) == ("committee", "1976-02")
        assert (organ.head_title, organ.head_term) == ("Chair", "2023-2028")
        assert organ.head == Person.objects.get(name="Somebody", country__iso_code="KH")
        assert [each.to.slug for each in organ.relations.all()] == ["b"]

    def test_the_title_of_a_head_is_imported_and_may_be_empty(self, home, tmp_path, client):
        factories.PersonFactory(name="Somebody", title="Lawyer")
        organ = "---\ntitle: A\ntype: whatwedo.OrganPage\nhead:"
        for head, title in [
            ("{name: Somebody, title: Chair}", "Chair"),
            ("{name: Somebody}", "Lawyer"),
            ("", None),
        ]:
            run(folder(tmp_path, w__index=SECTION, w__a=f"{organ} {head}\n---\n"))
            head = client.get("/api/delivery/v1/page/?path=/w/a/").json()["head"]

            assert (head and head["title"]) == title

    def test_another_language_has_its_own_home(self, home, tmp_path):
        run(
            folder(
                tmp_path,
                about="# About\n\nUs.",
                id__index="---\ntitle: Beranda\ntype: home.HomePage\n---\n",
                id__about="---\ntitle: Tentang\n---\nKami.",
                id__work="---\ntitle: Kerja\n---\nKami.",
                work="# Work\n\nUs.",
            )
        )

        later = ContentPage.objects.get(title="Kerja")
        assert later.get_translation(home.locale).title == "Work"
        page = ContentPage.objects.get(title="Tentang")
        assert page.url == "/id/about/"
        assert page.locale == Locale.objects.get(language_code="id")
        assert page.get_translation(home.locale).title == "About"

    def test_pictures_and_files_come_along(self, home, tmp_path):
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="4"></svg>'
        (tmp_path / "map.svg").write_text(svg)
        (tmp_path / "list.csv").write_text("a,b\n")
        text = '![A map](map.svg "Where")\n\n::: document\ndocument: list.csv\n:::'
        run(folder(tmp_path, a=f"# A\n\n{text}", b=f"# B\n\n{text}"))

        picture, document = ContentPage.objects.get(slug="a").body
        assert picture.value["alt_text"] == "A map"
        assert picture.value["caption"] == "Where"
        assert document.value["document"].title == "list"
        assert (Image.objects.count(), Document.objects.count()) == (1, 1)
        assert Image.objects.get().description == "A map"

    def test_a_picture_has_the_description_beside_it(self, home, tmp_path):
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="4"></svg>'
        (tmp_path / "map.svg").write_text(svg)
        (tmp_path / "descriptions.yaml").write_text("map.svg: The member states\n")
        run(folder(tmp_path, a="---\ntitle: A\npicture: map.svg\n---\n"))

        page = ContentPage.objects.get(slug="a")
        assert page.social_image.description == "The member states"

    @pytest.mark.parametrize(
        "text", ["- map.svg", "map.svg: [", "map.svg: 7", f"map.svg: {'x' * 256}"]
    )
    def test_unreadable_descriptions_stop_the_import(self, home, tmp_path, text):
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="4"></svg>'
        (tmp_path / "map.svg").write_text(svg)
        (tmp_path / "descriptions.yaml").write_text(text)

        with pytest.raises(CommandError, match=r"descriptions\.yaml"):
            run(folder(tmp_path, a="---\ntitle: A\npicture: map.svg\n---\n"))

        assert not Image.objects.exists()

    def test_a_translation_names_its_original(self, home, tmp_path):
        run(
            folder(
                tmp_path,
                id__index="---\ntitle: Beranda\ntype: home.HomePage\n---\n",
                id__kami="---\ntitle: Kami\ntranslation_of: /us/\n---\n",
                us="# Us\n",
            )
        )

        page = ContentPage.objects.get(title="Kami")
        assert page.get_translation(home.locale).title == "Us"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("---\ntitle: [\n---\n", "not YAML"),
            ("---\ntitle: A\nsummary: a\ntitle: B\n---\n", "'title' appears twice, line 4)"),
            ("---\ntitle: A\nhead: {name: X, name: Y}\n---\n", "'name' appears twice"),
            ("# A\n\n::: callout\na\x1b[0m\n:::", "U+001B"),
            ("---\ntitle: A\n", "not closed"),
            ("no title", "the title is missing"),
            ("---\ntitle: A\ntype: whatwedo.OrganPage\nhead: {name: X, country: XX}\n---\n", "XX"),
            ("---\ntitle: A\nslug: a/b\n---\n", "has a slash"),
            ("---\ntitle: A\norder: last\n---\n", "order should be a number"),
            ("---\ntitle: A\ntype: whatwedo.OrganPage\nkind: guild\n---\n", "kind"),
            ("---\ntitle: A\ntype: whatwedo.OrganPage\nestablished: soon\n---\n", "1976-02"),
            ("# A\n\n::: fanfare\ntune: x\n:::", "no block `::: fanfare`"),
            ("# A\n\n![Far](../../../etc/hosts)", "no file '../../../etc/hosts'"),
            ("# A\n\n![None](none.png)", "no file 'none.png'"),
            ("# A\n\n![Text](bad.md)", "should be one of: avif"),
            ("# A\n\nWords ![x](x.png)", "a paragraph of its own"),
            ("# A\n\n::: timeline\n- dat: 1967\n:::", "has no dat: use date"),
            ("# A\n\n::: cards\n- page: /nowhere/\n:::", "no page at /nowhere/"),
            ("# A\n\n::: embed\nurl: https://example.org/\ntitle: x\n:::", "YouTube"),
        ],
    )
    def test_an_invalid_file_is_reported_with_a_correction(self, home, tmp_path, text, expected):
        factories.OrganKindFactory()
        message = refused(folder(tmp_path, sub__index=SECTION, sub__bad=text))

        assert "sub/bad.md: " in message
        assert expected in message

    def test_two_files_for_one_path(self, home, tmp_path):
        message = refused(folder(tmp_path, a="# A", a__index="# A"))

        assert "/a/ is the page of" in message


def shared(name: str) -> Path:
    folder = Path(os.environ.get("SHARED_DIR") or ROOT.parent / "shared") / name
    if not folder.exists():
        pytest.skip(f"the organisation's own text is not beside this checkout ({folder})")
    return folder


class TestTheRealText:
    @pytest.fixture
    def source(self, home) -> Path:
        factories.MemberStateFactory(name="Cambodia", iso_code="KH")
        source = shared("content/real")
        run(source)
        return source

    def test_every_sentence_is_on_its_page(self, source, client):
        for file in sorted(source.rglob("*.md")):
            path = file.relative_to(source).as_posix().replace("index.md", "").replace(".md", "/")
            html = client.get(f"/{path}").content.decode()
            words = plain(html)
            for sentence in sentences(file):
                assert sentence in words, f"{path}: {sentence}"

    def test_every_sentence_is_in_the_json(self, source, client):
        for file in sorted(source.rglob("*.md")):
            path = file.relative_to(source).as_posix().replace("index.md", "").replace(".md", "/")
            answer = client.get("/api/delivery/v1/page/", {"path": f"/{path}"})
            words = plain(" ".join(texts(answer.json())))
            for sentence in sentences(file):
                assert sentence in words, f"{path}: {sentence}"

    def test_sections_keep_their_text(self, source):
        body = WhatWeDoPage.objects.get().body
        assert [block.block_type for block in body] == ["heading", "aims", "heading", "principles"]
        assert body[0].value["text"] == "ASEAN Aims"
        assert len(body[1].value["points"]) == 7
        assert body[2].value["text"] == "Fundamental Principles"
        assert len(body[3].value["points"]) == 6

    def test_repeated_it_changes_nothing(self, source):
        before = set(ImportedPage.objects.values_list("path", "revision_id"))
        run(source)

        assert set(ImportedPage.objects.values_list("path", "revision_id")) == before


def sentences(file: Path) -> list[str]:
    """Return every line of the text, without Markdown syntax."""
    text = file.read_text(encoding="utf-8").split("---\n", 2)[2]
    lines = (line.lstrip("-# ").strip() for line in text.splitlines() if ":::" not in line)
    return [" ".join(line.split()) for line in lines if line]


def texts(value: object) -> Iterator[str]:
    """Return every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


def plain(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())
