"""The index of chunks, by which a query finds those with its words."""

from hypothesis import example, given
from hypothesis import strategies as st

from search.text import chunk_index
from search.text.chunk_index import MAX_LENGTH, ChunkIndex
from search.text.forms import folded, stem
from search.text.placed import pieces

CHUNKS = st.text(alphabet="aAbsK1'-.,é\u212aกี่中\u00ad", max_size=6) | st.sampled_from(
    ["Charter,", "charters", "U.N.", "ASEAN’s", "Wi-Fi", "x" * 50, "หลักการ", "K\u0307"]
)


@example(["Charter,"], ["charter"], "en")
@example(["K."], ["k"], "fr")
@given(st.lists(CHUNKS), st.lists(CHUNKS), st.sampled_from(["en", "fr", "th", "zh-hans"]))
def test_a_chunk_is_returned_if_it_is_long_or_has_one_of_the_words_or_stems(
    chunks, queried, locale
):
    names = {name for chunk in queried for name in words_and_stems(chunk, locale)}
    index = ChunkIndex()

    for _ in ("new", "indexed"):
        assert index.query(names, locale).matching(set(chunks)) == {
            chunk
            for chunk in chunks
            if words_and_stems(chunk, locale) & names or len(chunk) > MAX_LENGTH
        }


def words_and_stems(chunk, locale):
    words = [piece.word for piece in pieces(chunk)]
    return {folded(word) for word in words} | {stem(word, locale) for word in words}


def test_chunks_of_one_language_are_no_candidates_in_another():
    index = ChunkIndex()
    index.query({"charter"}, "en").matching({"Charters"})

    assert index.query({"charter"}, "th").matching({"Charters"}) == set()


def test_a_query_sees_chunks_that_other_queries_have_indexed_since():
    index = ChunkIndex()
    query = index.query({"charter"}, "en")
    query.matching({"Charters"})

    index.query({"treaty"}, "en").matching({"charter;"})

    assert query.matching({"charter;", "of"}) == {"charter;"}


def test_a_full_index_is_emptied_and_answers_alike(monkeypatch):
    monkeypatch.setattr(chunk_index, "MAX_CHUNKS", 3)
    index = ChunkIndex()

    for number in range(10):
        chunks = {f"word{number}", f"other{number}", "same"}
        assert index.query({"same"}, "en").matching(chunks) == {"same"}
        assert len(index) <= 5
