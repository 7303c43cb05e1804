"""The desk of translations: what is missing, started, public or behind its source."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from cms.desk.translations.status import Status, Translations
from tests.factories import ContentPageFactory, UserFactory, site_root

pytestmark = pytest.mark.django_db
DESK = "/admin/reports/translations/"


@pytest.fixture
def home(thai):
    home = site_root()
    home.title = "Home"
    home.save_revision().publish()
    return home


@pytest.fixture
def source(home):
    return ContentPageFactory(
        parent=home,
        title="Fisheries",
        summary="About fish.",
        body=[{"type": "rich_text", "value": "<p>Fish swim.</p>", "id": "one"}],
    )


@pytest.fixture
def translation(home, source, thai):
    """The page in Thai, a draft, below the Thai home page, which is public."""
    home.copy_for_translation(thai).save_revision().publish()
    translation = source.copy_for_translation(thai)
    translation.title = "ประมง"
    translation.save_revision()
    return translation


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def status(source, locale):
    rows = Translations(Page.objects.all()).rows(locale)
    return next(row.status for row in rows if row.source.pk == source.pk)


def change(source, **fields):
    source = source.specific
    for name, value in fields.items():
        setattr(source, name, value)
    source.save_revision().publish()


def test_a_page_goes_from_missing_to_started_to_published(home, source, thai):
    assert status(source, thai) == Status.MISSING

    home.copy_for_translation(thai).save_revision().publish()
    translation = source.copy_for_translation(thai)
    assert status(source, thai) == Status.STARTED

    translation.save_revision().publish()
    assert status(source, thai) == Status.PUBLISHED


def test_an_alias_is_no_translation(home, source, thai):
    home.copy_for_translation(thai, alias=True)
    source.copy_for_translation(thai, alias=True)

    assert status(source, thai) == Status.MISSING


def test_a_translation_is_outdated_once_the_source_says_something_else(source, translation, thai):
    translation.save_revision().publish()

    change(source, summary="About fish and boats.")

    assert status(source, thai) == Status.OUTDATED


def test_publishing_the_source_again_without_other_words_changes_nothing(source, translation, thai):
    translation.save_revision().publish()

    change(source, show_in_menus=True)

    assert status(source, thai) == Status.PUBLISHED


def test_editing_the_translation_alone_does_not_make_it_up_to_date(
    editor, source, translation, thai
):
    change(source, summary="About fish and boats.")
    translation.save_revision().publish()
    assert status(source, thai) == Status.OUTDATED

    editor.post(reverse("translation", args=[translation.pk]))

    assert status(source, thai) == Status.PUBLISHED


def test_a_translation_that_was_imported_follows_the_source_of_that_day(home, source, thai):
    thai_home = home.copy_for_translation(thai)
    thai_home.save_revision().publish()
    translation = ContentPageFactory(
        parent=thai_home, locale=thai, translation_key=source.translation_key, title="ประมง"
    )
    assert status(source, thai) == Status.PUBLISHED

    change(source, title="Fishing")

    assert (translation.locale_id, status(source, thai)) == (thai.pk, Status.OUTDATED)


def test_a_purged_revision_leaves_the_dates_to_decide(source, translation, thai):
    translation.save_revision().publish()
    change(source, summary="About fish and boats.")
    source.revisions.exclude(pk=Page.objects.get(pk=source.pk).live_revision_id).delete()

    assert status(source, thai) == Status.OUTDATED


def test_the_desk_lists_languages_with_counts_and_pages_with_what_to_do(
    editor, source, translation, thai
):
    ContentPageFactory(parent=source, title="Boats")
    soup = BeautifulSoup(editor.get(DESK, {"language": "th"}).content, "html.parser")

    counts = [cell.text for cell in soup.select("table.listing")[0].select("tbody td")]
    assert counts == ["1", "0", "1", "1"]
    lines = {row.th.text: row for row in soup.select("table.listing")[1].select("tbody tr")}
    assert [row.td.text for row in lines.values()] == ["Published", "Draft", "Missing"]
    assert "Translate this page" in lines["Boats"].text
    only = editor.get(DESK, {"language": "th", "status": "missing"}).content.decode()
    assert "Boats" in only
    assert "Fisheries" not in only


def test_a_page_is_translated_from_the_desk(editor, home, source, thai):
    soup = BeautifulSoup(editor.get(DESK, {"language": "th"}).content, "html.parser")
    assert "Translate the page above it first" in soup.text
    [form] = soup.select("form[action*=submit]")

    response = editor.post(form["action"], {"locales": form.select_one("[name=locales]")["value"]})

    translation = home.get_translation(thai)
    assert response.url == reverse("wagtailadmin_pages:edit", args=[translation.pk])
    assert not translation.live


def test_side_by_side_pairs_fields_and_blocks_and_marks_what_changed(editor, source, translation):
    change(source, body=[("rich_text", "<p>x</p>")])
    source = source.specific
    source.refresh_from_db()
    source.body[0].id = "one"
    body = [{"type": "rich_text", "value": "<p>Fish <b>dive</b>.</p>", "id": "one"}]
    change(source, body=source.body.stream_block.to_python(body))

    response = editor.get(reverse("translation", args=[translation.pk]))
    soup = BeautifulSoup(response.content, "html.parser")

    rows = {row.th.text.split()[0]: row for row in soup.select(".translation-pairs tbody tr")}
    cells = [cell.text.strip() for cell in rows["Title"].select("td")]
    assert cells == ["Fisheries", "ประมง"]
    assert [cell["lang"] for cell in rows["Title"].select("td")] == ["en", "th"]
    [changed] = soup.select("tr[data-changed]")
    assert [cell.text.strip() for cell in changed.select("td")] == ["Fish dive.", "Fish swim."]
    compare = soup.find("a", string="See what changed in the source")
    assert editor.get(compare["href"]).status_code == 200


def test_who_may_not_edit_the_translation_does_not_see_it(client, translation):
    client.force_login(UserFactory(is_staff=True))

    assert client.get(reverse("translation", args=[translation.pk])).status_code == 302


def test_the_desk_reads_any_number_of_pages_in_as_many_queries(
    home, source, translation, thai, django_assert_max_num_queries
):
    for number in range(5):
        ContentPageFactory(parent=home, title=f"Page {number}")
    change(source, summary="Other words.")

    with django_assert_max_num_queries(6):
        desk = Translations(Page.objects.all())
        assert desk.counts(thai)[Status.MISSING] == 5
