"""Which queries an editor's pattern means."""

import pytest

from search.steering.patterns import is_match, is_pattern


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("asean charter", "ASEAN Charter", True),
        ("asean charter", "the charters of ASEAN", False),
        ("charter of asean", "asean charter", False),
        ("member state", "Member States", True),
        ("charter", "asean charter", False),
        ("* charter", "the asean charter", True),
        ("* charter", "charter", True),
        ("charter *", "charter of peace", True),
        ("* charter *", "is the charter law", True),
        ("a* *", "", False),
        ("กฎบัตร", "กฎบัตร", True),
    ],
)
def test_a_pattern_means_a_query(pattern, text, expected):
    assert is_match(pattern, text) is expected


@pytest.mark.parametrize("text", ["", "*", "* *", "…"])
def test_without_a_word_it_is_none(text):
    assert not is_pattern(text)
