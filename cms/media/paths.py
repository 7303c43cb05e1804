"""The canonical form of media paths, the only one that is served."""

import unicodedata

_FORBIDDEN = frozenset('\\%:*?"<>|')  # separators, escapes and wildcards of some file system


def is_canonical(path: str) -> bool:
    """Return whether `path` is the canonical spelling of the file it names.

    `path` is relative and percent-decoded once. Empty, `.` and `..` segments, segments that begin
    or end with a space or end with a dot, control characters, backslashes, remaining percent signs
    and text that is not in NFC have other spellings, and are refused.
    """
    return (
        unicodedata.is_normalized("NFC", path)
        and path.isprintable()
        and not _FORBIDDEN.intersection(path)
        and all(_is_plain(segment) for segment in path.split("/"))
    )


def _is_plain(segment: str) -> bool:
    return bool(segment) and segment == segment.strip() and not segment.endswith(".")
