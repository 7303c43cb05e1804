"""Content checks."""

import datetime

import pytest

from cms.content.checks.rules import LABELS, Link, PageText, findings, links_in, reading_ease

EASY = "The cat sat on the mat. The dog ran to the park. We like to walk in the sun. " * 10
HARD = (
    "Notwithstanding institutional interdependencies, multilateral harmonisation necessitates "
    "comprehensive intergovernmental operationalisation of extraterritorial administrative "
    "accountability, considering organisational responsibilities simultaneously. "
) * 8


def text(**changed):
    usual = {"language": "en", "summary": "In short.", "text": "A word."}
    return PageText(**(usual | changed))


def codes(**changed):
    return [finding.code for finding in findings(text(**changed))]


def test_a_page_without_fault_has_no_findings():
    assert (
        codes(headings=((2, "One"), (3, "A part"), (2, "Two")), links=(Link("The Charter"),)) == []
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"summary": " "}, "no-summary"),
        ({"text": ""}, "empty-body"),
        ({"headings": ((3, "A part"),)}, "heading-order"),
        ({"headings": ((2, "Aims"), (2, "aims"))}, "repeated-heading"),
        ({"links": (Link("Click here"),)}, "vague-link"),
        ({"links": (Link("Read more…"),)}, "vague-link"),
        ({"links": (Link("The Charter", is_broken=True),)}, "broken-link"),
        ({"images_without_alt": 2}, "no-alt-text"),
        ({"empty_sections": ("Tasks",)}, "empty-section"),
        ({"same_as": "English"}, "not-translated"),
        ({"text": HARD}, "hard-to-read"),
        ({"review_due": datetime.date(2026, 1, 2)}, "not-reviewed"),
    ],
)
def test_each_check_finds_its_fault(changed, code):
    [finding] = findings(text(**changed))

    assert finding.code == code
    assert finding.code in LABELS
    assert finding.message.endswith((".", "?"))
    assert finding.since == changed.get("review_due")


@pytest.mark.parametrize(
    "changed",
    [
        {"text": EASY},
        {"text": HARD, "language": "id"},  # the measure is of English
        {"text": HARD[:200]},  # too short to measure
        {"links": (Link("More about the Charter"),)},
    ],
)
def test_a_page_without_that_fault_has_no_finding(changed):
    assert codes(**changed) == []


def test_reading_ease_falls_as_words_and_sentences_grow():
    assert reading_ease(EASY) > 90
    assert reading_ease(HARD) < 0
    assert reading_ease(EASY.replace(". ", " ")) < reading_ease(EASY)
    assert reading_ease("") == 100


def test_links_are_read_as_wagtail_stores_them():
    source = (
        '<p>See <a id="7" linktype="page">the <b>Charter &amp; rules</b></a> or '
        '<a href="https://example.org/">there</a>.</p>'
    )

    assert list(links_in(source)) == [
        ("the Charter & rules", {"id": "7", "linktype": "page"}),
        ("there", {"href": "https://example.org/"}),
    ]
