"""The signatures of pages, by which smoothing compares results, cached in this process."""

from collections.abc import Sequence
from typing import Any

MAX_PAGES = 20_000
"""Pages whose signatures are cached, of at most 256 bytes each; a full cache is emptied."""


class SignatureCache:
    """The signatures of one index by the id and version of the page.

    Reading a stored document decompresses a block of them, which takes longer than to rank it.
    """

    def __init__(self) -> None:
        self._signatures: dict[tuple[int, int], bytes] = {}

    def read(self, searcher: Any, addresses: Sequence[Any]) -> list[bytes]:
        """Return the signatures of the pages at these addresses, in this order."""
        ids = searcher.fast_field_values("id", addresses)
        versions = searcher.fast_field_values("version", addresses)
        signatures = []
        for key, address in zip(zip(ids, versions, strict=True), addresses, strict=True):
            signature = self._signatures.get(key)
            if signature is None:
                signature = searcher.doc(address).get_first("signature") or b""
                if len(self._signatures) >= MAX_PAGES:
                    self.clear()
                self._signatures[key] = signature
            signatures.append(signature)
        return signatures

    def clear(self) -> None:
        """Forget all signatures, as after a write: a page may be written again in its version."""
        self._signatures.clear()
