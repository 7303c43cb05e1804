"""XLIFF files on the desk of translations, and by commands."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.factories import UserFactory
from tests.integration.desk.xliff.documents import exported, stored, translated

pytestmark = pytest.mark.django_db


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

    assert "not a complete XML" in editor.post(url, {"xliff": upload}, follow=True).content.decode()
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
        ({"language": "en"}, "not a language that pages are translated into"),
        ({"language": "xx"}, "not a language that pages are translated into"),
        ({"language": "th", "under": "/none/"}, "no page at /none/"),
    ],
)
def test_commands_name_what_is_wrong(translation, tmp_path, options, message):
    with pytest.raises(CommandError, match=message):
        call_command("export_xliff", tmp_path / "pages.xlf", **options)
