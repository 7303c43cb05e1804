"""Excerpts with marked words."""

import html
import re

from hypothesis import example, given
from hypothesis import strategies as st

from search.plan.marking import terms_to_highlight
from search.plan.planner import plan
from search.query import parse
from search.text.forms import folded, forms
from search.text.highlight import fragments, highlight
from search.text.highlight_terms import HighlightTerms
from search.text.words import words


def stems(*words):
    return HighlightTerms(stems=frozenset(form for word in words for form in forms(word)))


def test_marks_every_form_of_a_word():
    marked = highlight("Principles of a principle", "en", stems("principle"))

    assert marked == "<mark>Principles</mark> of a <mark>principle</mark>"


def test_marks_words_not_parts_of_them():
    assert highlight("An asset of ASEAN’s", "en", stems("set", "asean")) == (
        "An asset of <mark>ASEAN’s</mark>"
    )


def test_marks_accented_and_plain_alike():
    terms = HighlightTerms(words=frozenset({folded("hội"), folded("đồng")}))

    assert highlight("Hội đồng", "vi", terms) == "<mark>Hội</mark> <mark>đồng</mark>"


def test_marks_beginnings_and_near_misses():
    terms = HighlightTerms(prefixes=("econom",), similar=(("secretery", 2),))

    assert highlight("economic secretary", "en", terms) == (
        "<mark>economic</mark> <mark>secretary</mark>"
    )


def test_nothing_found_is_no_highlight():
    assert highlight("peace", "en", stems("war")) is None
    assert fragments("peace", "en", stems("war")) == ()


def test_the_excerpt_is_cut_around_what_was_found():
    text = "before " * 80 + "the charter entered into force " + "after " * 80

    (excerpt,) = fragments(text, "en", stems("charter"))

    assert excerpt.startswith("… ")
    assert excerpt.endswith(" …")
    assert "<mark>charter</mark>" in excerpt
    assert len(excerpt) < 300


def test_excerpts_of_thai_mark_words():
    (excerpt,) = fragments(
        "สำนักเลขาธิการอาเซียนตั้งอยู่ที่กรุงจาการ์ตา", "th", terms_to_highlight(plan(parse("อาเซียน").tree))
    )

    assert "<mark>อาเซียน</mark>" in excerpt


def test_excerpts_of_thai_end_between_words():
    sentence = "เลขาธิการอาเซียนร่วมกับสำนักเลขาธิการอาเซียน"
    terms = terms_to_highlight(plan(parse("อาเซียน").tree))

    for shift in range(9):
        for excerpt in fragments("ก" * shift + sentence * 9, "th", terms):
            marked = re.findall("<mark>(.*?)</mark>", excerpt)
            assert set(marked) == {"อาเซียน"}, excerpt
            assert excerpt.strip("… ").endswith(("เลขาธิการ", "</mark>", "ร่วม", "กับ", "สำนัก"))


@example("A'à:à", "<")
@given(st.text(max_size=400), st.text(alphabet="<>&\"'abกé ", min_size=1, max_size=8))
def test_only_marks_are_markup(text, word):
    terms = HighlightTerms(words=frozenset(map(folded, word.split())), prefixes=("a",))

    for excerpt in (highlight(text, "en", terms) or "", *fragments(text, "en", terms)):
        bare = re.sub(r"</?mark>", "", excerpt)
        assert "<" not in bare
        assert ">" not in bare
    marked = highlight(text, "en", terms)
    if marked:
        assert html.unescape(re.sub(r"</?mark>", "", marked)) == text


@example("s\na a's a'' b", "a b")
@given(st.text(alphabet="ab1's_-\n \x00.", max_size=60), st.text(alphabet="ab1's ", max_size=9))
def test_in_ascii_whole_words_are_found_as_in_any_text(text, terms):
    terms = HighlightTerms(words=frozenset(map(folded, words(terms))))
    beyond_ascii = f"{text} é"

    marked = highlight(text, "en", terms)

    assert f"{marked or html.escape(text)} é" == (
        highlight(beyond_ascii, "en", terms) or html.escape(beyond_ascii)
    )
