"""The canonical form of media paths."""

import posixpath
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.media.paths import is_canonical

parts = st.sampled_from(["images", "..", ".", "", "a.jpg", " ", "%2e", "\\", "\0", "é", "é", "x."])


@pytest.mark.parametrize("path", ["images/a.jpg", "original_images/b-1_2.svg", "images/é.png"])
def test_plain_paths_are_canonical(path):
    assert is_canonical(path)


@pytest.mark.parametrize(
    "path",
    [
        *("", ".", "..", "images/", "/images/a.jpg", "images//a.jpg", "images/./a.jpg"),
        *("images/../documents/a.pdf", "images/a.jpg/", "images/a.jpg.", "images/a.jpg "),
        *("images\\a.jpg", "images/%2e%2e/a", "images/..%2fa", "images/a\0.jpg", "images/a\n"),
        *("images/e\u0301.png", "images/a\u200b.jpg", "c:images/a.jpg"),
    ],
)
def test_other_spellings_are_not_canonical(path):
    assert not is_canonical(path)


@given(st.lists(parts, max_size=5).map("/".join) | st.text(max_size=20))
def test_normalising_a_canonical_path_changes_nothing(path):
    if is_canonical(path):
        assert posixpath.normpath(path) == path
        assert unicodedata.normalize("NFC", path) == path
        assert not path.startswith("/")
