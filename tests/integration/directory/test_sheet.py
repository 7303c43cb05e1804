"""The directory's export and import as CSV."""

import csv
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Group
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from cms.directory.models import MemberState, Person
from cms.directory.sheet import SHEETS, BadSheetError, read_rows, write_csv
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
STATES, PEOPLE = "/admin/directory/memberstate/csv/", "/admin/directory/person/csv/"


@pytest.fixture
def thailand():
    return MemberState.objects.create(name="Thailand", iso_code="TH", official_name="Kingdom")


def sent(client, address, text, encoding="utf-8"):
    file = BytesIO(text.encode(encoding))
    file.name = "sheet.csv"
    return client.post(address, {"file": file})


def take(client, address, text):
    return client.post(address, {"text": text, "take": "1"})


def test_changes_are_shown_before_they_are_saved(admin_client, thailand):
    text = "iso_code,name,joined_on\nTH,Thailand,1967-08-08\nTL,Timor-Leste,2025-10-26\n"

    review = sent(admin_client, STATES, text).content.decode()

    assert "Timor-Leste (new)" in review
    assert "1967-08-08" in review
    assert MemberState.objects.count() == 1

    assert take(admin_client, STATES, text).status_code == 302
    assert str(MemberState.objects.get(iso_code="TH").joined_on) == "1967-08-08"
    assert MemberState.objects.get(iso_code="TH").official_name == "Kingdom"
    assert MemberState.objects.get(iso_code="TL").name == "Timor-Leste"
    assert ModelLogEntry.objects.filter(action__in=["wagtail.create", "wagtail.edit"]).count() == 2


def test_an_export_is_imported_without_changes(thailand):
    Person.objects.create(name="=SUM(1)", title='A "quoted", title', country=thailand)
    Person.objects.create(name="Kao Kim Hourn", honorific="H.E. Dr.", biography="Two\nlines")

    for sheet in SHEETS.values():
        assert {row.state for row in read_rows(sheet, write_csv(sheet))} == {"unchanged"}


def test_the_download_opens_in_a_spreadsheet_without_formulas(admin_client):
    Person.objects.create(name="=SUM(1)")

    answer = admin_client.get(f"{PEOPLE}?download")

    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0]["name"] == "'=SUM(1)"
    assert answer["Content-Disposition"] == 'attachment; filename="person.csv"'


def test_semicolons_and_tabs_are_accepted_as_separators(admin_client, thailand):
    for separator in ";\t":
        text = separator.join(["name", "country"]) + "\n" + separator.join(["Someone", "TH"])
        assert "Someone (new)" in sent(admin_client, PEOPLE, text).content.decode()


@pytest.mark.parametrize(
    ("address", "text", "message"),
    [
        (STATES, "iso_code,colour\nTH,red\n", "There is no column “colour”"),
        (STATES, "name\nThailand\n", "The first line should name iso_code"),
        (STATES, " ", "There is no column"),
        (STATES, "iso_code,name\nTH\n", "Line 2 has 1 cells, not 2"),
        (STATES, "iso_code,name\nTHA,Thailand\n", "Line 2: iso_code"),
        (STATES, "iso_code,name\nTL,\n", "Line 2: name"),
        (STATES, "iso_code,name\nTH,A\nTH,B\n", "TH is on 2 lines"),
        (STATES, "iso_code,joined_on\nTH,yesterday\n", "write it like 1967-08-08"),
        (
            STATES,
            "iso_code,office_url\nTH,javascript:x\n",
            "office_url",
        ),
        (
            PEOPLE,
            "name,country\nSomeone,XX\n",
            "XX is not the ISO code of a member: choose from TH",
        ),
        (PEOPLE, "name,title\n,Minister\n", "name is empty"),
        (PEOPLE, "name\nTwin\n", "several records are called Twin"),
        (PEOPLE, 'name\n"open\n', "is not CSV"),
        (PEOPLE, "name\na\0b\n", "binary data"),
    ],
)
def test_errors_are_reported_and_nothing_is_saved(admin_client, thailand, address, text, message):
    for _ in range(2):
        Person.objects.create(name="Twin")

    answer = sent(admin_client, address, text)

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert (MemberState.objects.count(), Person.objects.count()) == (1, 2)


def test_other_encodings_are_reported_with_their_line(admin_client):
    answer = sent(admin_client, PEOPLE, "name\nPlain\nJosé\n", encoding="latin-1")

    assert "Line 3 is not UTF-8" in answer.content.decode()


def test_one_wrong_line_saves_none(admin_client, thailand):
    take(admin_client, PEOPLE, "name,country\nGood,TH\nBad,XX\n")

    assert not Person.objects.exists()


def test_import_needs_permission_to_add_and_change(client):
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name="Editor"))
    client.force_login(editor)

    assert client.get(PEOPLE).status_code == 200
    assert client.get(STATES).status_code == 302  # to the admin's first page, with a message


def test_the_lists_link_to_the_csv(admin_client):
    assert STATES in admin_client.get("/admin/directory/memberstate/").content.decode()
    assert PEOPLE in admin_client.get("/admin/directory/person/").content.decode()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=200))
def test_any_text_is_imported_or_refused_with_reasons(db, text):
    try:
        outcomes = [row.state for row in read_rows(SHEETS["person"], text)]
    except BadSheetError as error:
        outcomes = error.problems

    assert all(outcomes)
    assert Person.objects.count() == 0
