"""The words by which pages like a page are found."""

from hypothesis import given
from hypothesis import strategies as st

from search.document import SearchDocument
from search.query.tree import And, Bag, Word
from search.service.likeness import MAX_WORDS, likeness


def words_of(title, **more):
    tree = likeness(SearchDocument(1, "home.ContentPage", title, "/", "en", **more))
    match tree:
        case And((Bag(clauses),)):
            return [each.node.text for each in clauses if isinstance(each.node, Word)]
    return []


def test_the_words_of_the_title_come_first_and_frequent_ones_next():
    body = "Treaties and treaties and a summit."

    assert words_of("Peace", body=body)[:2] == ["peace", "treaties"]


def test_stop_words_and_single_letters_tell_nothing():
    assert words_of("The rule of law, plan B") == ["rule", "law", "plan"]


def test_operators_are_words_of_a_text():
    assert words_of("NEAR OR FAR") == ["near", "far"]


def test_scripts_without_spaces_are_cut_into_words():
    assert "ประมง" in words_of("การประมง")


def test_a_page_without_words_is_like_none():
    assert words_of("…") == []


@given(st.text(max_size=500), st.text(max_size=3000))
def test_any_text_gives_a_bounded_query(title, body):
    assert len(words_of(title, body=body)) <= MAX_WORDS
