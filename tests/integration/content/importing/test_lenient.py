"""`import_content --lenient` and `--mapping`: what is fixed or renamed, and how it is reported."""

import json

import pytest
from django.core.management import CommandError, call_command

from cms.content.models import Topic
from home.models import ContentPage
from tests.factories import site_root

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home():
    return site_root()


@pytest.fixture
def source(tmp_path):
    def write(*records):
        file = tmp_path / "pages.jsonl"
        file.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
        return file

    return write


@pytest.fixture
def mapping(tmp_path):
    def write(text):
        file = tmp_path / "mapping.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def run(file, **options):
    call_command("import_content", file, under="/", **options)


BROKEN = [
    {"title": "word " * 80, "summary": "Short.", "text": "Text."},
    {"title": "Bell\x07 rung", "summary": "Short.", "text": "One\x00two."},
    {"title": "No summary", "text": "The first sentence. The second one."},
]


def test_corrections_are_made_and_listed_with_their_line(source, capsys):
    run(source(*BROKEN), lenient=True)

    first, second, third = ContentPage.objects.order_by("pk")
    assert len(first.title) <= 255
    assert first.title.endswith("word…")
    assert second.title == "Bell rung"
    assert third.summary.startswith("The first sentence.")
    printed = capsys.readouterr().out
    assert "Fixed: 3." in printed
    assert "line 1: title has 399 characters: cut to 255." in printed
    assert "line 2: control characters removed." in printed
    assert "line 3: the summary is missing: taken from the text." in printed


def test_without_the_option_nothing_is_imported(source):
    with pytest.raises(CommandError, match="Nothing was imported"):
        run(source(*BROKEN))
    assert not ContentPage.objects.exists()


def test_other_problems_are_still_refused(source):
    with pytest.raises(CommandError, match="title is missing"):
        run(source({"text": "Text."}), lenient=True)


def test_a_second_run_changes_nothing(source, capsys):
    file = source(*BROKEN)
    run(file, lenient=True)
    capsys.readouterr()

    run(file, lenient=True)
    assert "0 created, 0 changed, 3 unchanged" in capsys.readouterr().out


def test_a_mapping_renames_types_topics_and_fields_and_drops_others(source, mapping):
    names = mapping(
        "types:\n  article: home.ContentPage\n"
        "categories:\n  News: Announcements\n  Uncategorized: null\n"
        "fields:\n  excerpt: summary\n  internal_id: null\n"
    )
    record = {
        "title": "Page",
        "text": "Text.",
        "type": "article",
        "excerpt": "Short.",
        "internal_id": 7,
        "topics": ["News", "Uncategorized", "Trade"],
    }

    run(source(record), mapping=names)

    page = ContentPage.objects.get()
    assert page.summary == "Short."
    assert {topic.name for topic in page.topics.all()} == {"Announcements", "Trade"}
    assert not Topic.objects.filter(name="News").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colours:\n  a: b\n", "colours"),
        ("types: article\n", "types"),
        ("- a\n- b\n", "categories"),
        ("types: [\n", "not YAML"),
        ("types:\n  a: b\n  a: c\n", "twice"),
    ],
)
def test_a_broken_mapping_is_refused_with_one_line(source, mapping, text, message):
    with pytest.raises(CommandError, match=message) as refused:
        run(source({"title": "Page", "text": "Text."}), mapping=mapping(text))
    assert len(str(refused.value).splitlines()) == 1
    assert not ContentPage.objects.exists()
