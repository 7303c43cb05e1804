"""Translations as XLIFF: what an export holds, and what an import stores or refuses."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Locale, Page

from cms.desk.models import FollowedVersion
from cms.desk.translations.xliff.errors import XliffError
from cms.desk.translations.xliff.exchange import export_xliff, import_xliff
from tests.factories import ContentPageFactory, UserFactory, site_root

pytestmark = pytest.mark.django_db
BODY = [
    {"type": "heading", "value": {"text": "Fish", "level": "2", "anchor": ""}, "id": "one"},
    {
        "type": "rich_text",
        "value": '<p>Fish <b>swim</b>, <a href="https://e.org/">fast</a>.</p>'
        "<ul><li>Tuna</li><li>Carp &amp; eel</li></ul>",
        "id": "two",
    },
    {
        "type": "table",
        "value": {
            "columns": [{"type": "cell", "heading": "Name"}],
            "rows": [{"values": ["<p>Cod</p>"]}],
            "caption": "Kinds",
        },
        "id": "three",
    },
]
THAI = {
    "Fisheries": "ประมง",
    "About fish.": "เกี่ยวกับปลา",
    "Fish": "ปลา",
    "Tuna": "ปลาทูน่า",
    "Carp &amp; eel": "ปลาคาร์พ &amp; ปลาไหล",
    "Name": "ชื่อ",
    "Cod": "ปลาค็อด",
    "Kinds": "ชนิด",
    'Fish <g id="1" ctype="bold">swim</g>, <g id="2" ctype="link">fast</g>.': (
        '<g id="2">เร็ว</g> ปลา<g id="1">ว่ายน้ำ</g>'
    ),
}


@pytest.fixture
def thai():
    return Locale.objects.create(language_code="th")


@pytest.fixture
def home(thai):
    home = site_root()
    home.save_revision().publish()
    home.copy_for_translation(thai).save_revision().publish()
    return home


@pytest.fixture
def source(home):
    return ContentPageFactory(
        parent=home, title="Fisheries", slug="fish", summary="About fish.", body=BODY
    )


@pytest.fixture
def translation(source, thai):
    return source.copy_for_translation(thai)


def fresh(page):
    return Page.objects.get(pk=page.pk)


def exported(page):
    return export_xliff([fresh(page)]).decode()


def imported(content, *pages):
    return import_xliff(content, [fresh(page) for page in pages])


def translated(xliff, words=THAI):
    """Return the document as translators give it back."""

    def fill(unit):
        target = words.get(unit[1])
        return f"<source>{unit[1]}</source>" + (f"<target>{target}</target>" if target else "")

    return re.sub(r"<source>(.*?)</source>(?:<target.*?</target>)?", fill, xliff).encode()


def draft(page):
    return fresh(page).get_latest_revision_as_object()


def stored(page):
    page = draft(page)
    return [page.title, page.summary, page.body.get_prep_value()]


def refused(content, page):
    before = stored(page)
    with pytest.raises(XliffError) as error:
        imported(content, page)
    assert stored(page) == before
    return str(error.value)


def test_each_text_and_each_paragraph_is_a_unit(translation):
    assert set(re.findall(r"<source>(.*?)</source>", exported(translation))) == set(THAI)


def test_a_translated_file_becomes_a_draft(source, translation):
    imported(translated(exported(translation)), translation)

    title, summary, body = stored(translation)
    assert (title, summary) == ("ประมง", "เกี่ยวกับปลา")
    assert body[0]["value"] == {"text": "ปลา", "level": "2", "anchor": ""}
    assert body[1]["value"] == (
        '<p><a href="https://e.org/">เร็ว</a> ปลา<b>ว่ายน้ำ</b></p>'
        "<ul><li>ปลาทูน่า</li><li>ปลาคาร์พ &amp; ปลาไหล</li></ul>"
    )
    assert body[2]["value"]["columns"][0]["heading"] == "ชื่อ"
    assert body[2]["value"]["rows"] == [{"values": ["<p>ปลาค็อด</p>"]}]
    assert not draft(translation).live
    assert [each["id"] for each in body] == ["one", "two", "three"]


def test_an_export_holds_the_translation_there_is(translation):
    content = translated(exported(translation))
    imported(content, translation)

    again = exported(translation)

    assert again.count('state="translated"') == len(THAI)
    imported(again.encode(), translation)
    assert stored(translation)[0] == "ประมง"


def test_what_is_not_translated_stays_as_it_is(translation):
    imported(translated(exported(translation)), translation)

    imported(translated(exported(translation), {"Fisheries": "การประมง"}), translation)

    title, summary, body = stored(translation)
    assert (title, summary) == ("การประมง", "เกี่ยวกับปลา")
    assert "ปลาทูน่า" in body[1]["value"]


def test_a_whole_import_is_up_to_date_with_the_source(source, translation):
    followed = FollowedVersion.objects.get(page_id=translation.pk)
    source.save_revision().publish()

    imported(translated(exported(translation), {"Fish": "ปลา"}), translation)
    followed.refresh_from_db()
    assert followed.revision_id != fresh(source).live_revision_id

    imported(translated(exported(translation)), translation)
    followed.refresh_from_db()
    assert followed.revision_id == fresh(source).live_revision_id


def test_sections_of_the_translation_alone_are_kept_and_new_ones_are_added(source, translation):
    page = draft(translation)
    own = {"type": "rich_text", "value": "<p>เฉพาะไทย</p>", "id": "own"}
    page.body = page.body.stream_block.to_python([BODY[0], own, BODY[2]])  # without the second
    page.save_revision()
    new = {"type": "quote", "value": {"text": "New words", "attribution": ""}, "id": "new"}
    source.body = source.body.stream_block.to_python([BODY[0], new, *BODY[1:]])
    source.save_revision().publish()

    words = THAI | {"New words": "คำใหม่"}
    imported(translated(exported(translation), words), translation)

    body = stored(translation)[2]
    assert [each["id"] for each in body] == ["one", "new", "own", "three"]
    assert body[1]["value"]["text"] == "คำใหม่"
    assert body[2]["value"] == "<p>เฉพาะไทย</p>"


def test_a_file_that_is_cut_off_is_refused(translation):
    content = translated(exported(translation))

    for end in (0, 10, len(content) // 2, len(content) - 3):
        assert "no whole XML document" in refused(content[:end], translation)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html/>", "no XLIFF 1.2"),
        (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0"/>', "no XLIFF 1.2"),
        (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>', "no pages"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "declares entities"),
    ],
)
def test_another_document_is_refused(translation, content, message):
    assert message in refused(content, translation)


def test_a_file_of_another_page_is_refused(home, translation, thai):
    other = ContentPageFactory(parent=home, title="Forests").copy_for_translation(thai)

    assert "is not here" in refused(translated(exported(other)), translation)


def test_a_file_of_a_changed_source_is_refused(source, translation):
    content = translated(exported(translation))
    source.summary = "About fish and boats."
    source.save_revision().publish()

    assert "source has changed since the export (Summary)" in refused(content, translation)


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ('ปลา<g id="1">ว่าย</g>', "mark 2 is missing"),
        ('<g id="1">ก</g><g id="1">ข</g><g id="2">ค</g>', "mark 1 is there twice"),
        ('<g id="1">ก</g><g id="2">ข</g><g id="9">ค</g>', "not in the source"),
        ('<g id="1">ก</g><g id="2">ข</g><ph id="3"/>', "not in the source"),
    ],
)
def test_broken_marks_are_refused(translation, target, message):
    run = next(each for each in THAI if each.startswith("Fish <g"))

    assert message in refused(translated(exported(translation), {run: target}), translation)


def test_sentences_marked_by_a_tool_are_joined(translation):
    words = {"About fish.": '<mrk mtype="seg" mid="1">เกี่ยวกับ</mrk><mrk mtype="seg">ปลา</mrk>'}

    imported(translated(exported(translation), words), translation)

    assert stored(translation)[1] == "เกี่ยวกับปลา"


def test_markup_in_a_target_is_text(translation):
    words = {"Tuna": '&lt;script&gt;alert(1)&lt;/script&gt;&lt;a href="javascript:1"&gt;'}

    imported(translated(exported(translation), words), translation)

    value = stored(translation)[2][1]["value"]
    assert "<script" not in value
    assert "&lt;script&gt;" in value


def test_a_text_that_is_too_long_is_refused(translation):
    assert "at most 255" in refused(
        translated(exported(translation), {"Fisheries": "ก" * 256}), translation
    )


def test_nothing_of_several_pages_is_stored_if_one_is_refused(home, translation, thai):
    other = ContentPageFactory(parent=home, title="Forests").copy_for_translation(thai)
    content = export_xliff([translation, other]).decode()

    content = translated(content, THAI | {"Forests": "ป" * 300})

    with pytest.raises(XliffError, match="Forests"):
        imported(content, translation, other)
    assert stored(translation)[0] == "Fisheries"


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def test_editors_export_and_import_on_the_desk(editor, translation):
    url = reverse("translation_xliff", args=[translation.pk])
    assert url in editor.get(reverse("translation", args=[translation.pk])).content.decode()
    file = editor.get(url)
    assert file.headers["Content-Type"] == "application/xliff+xml"

    upload = SimpleUploadedFile("back.xlf", translated(file.content.decode()))
    answer = editor.post(url, {"xliff": upload}, follow=True)

    assert "is stored as a draft" in answer.content.decode()
    assert stored(translation)[0] == "ประมง"


def test_a_refused_file_is_explained_on_the_desk(editor, translation):
    url = reverse("translation_xliff", args=[translation.pk])
    upload = SimpleUploadedFile("back.xlf", b"<xliff")

    assert "no whole XML" in editor.post(url, {"xliff": upload}, follow=True).content.decode()
    assert "Choose a file" in editor.post(url, follow=True).content.decode()


def test_a_locked_page_is_not_changed(editor, translation):
    content = translated(exported(translation))
    translation.locked = True
    translation.save()
    url = reverse("translation_xliff", args=[translation.pk])

    answer = editor.post(url, {"xliff": SimpleUploadedFile("back.xlf", content)}, follow=True)

    assert "is locked" in answer.content.decode()
    assert stored(translation)[0] == "Fisheries"


def test_commands_export_and_import_all_pages_of_a_language(translation, tmp_path, capsys):
    file = tmp_path / "pages.xlf"

    call_command("export_xliff", file, language="th", under="/fish/")
    file.write_bytes(translated(file.read_text()))
    call_command("import_xliff", file, language="th")

    assert stored(translation)[0] == "ประมง"
    assert "1 translations are stored" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"language": "en"}, "no language that pages are translated into"),
        ({"language": "xx"}, "no language that pages are translated into"),
        ({"language": "th", "under": "/none/"}, "no page at /none/"),
    ],
)
def test_commands_name_what_is_wrong(translation, tmp_path, options, message):
    with pytest.raises(CommandError, match=message):
        call_command("export_xliff", tmp_path / "pages.xlf", **options)
