"""A service with the embeddings API of OpenAI, which many model servers offer.

The address contains the model's name and the key: `https://:KEY@host/v1/embeddings?model=NAME`.
"""

import hashlib
import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

from search.meaning.embedding import EmbeddingError, Kind, Vectors, normalized

MAX_RESPONSE_BYTES = 32 * 1024 * 1024  # bytes of a response


class Endpoint:
    """A client of the service; the key is sent as a bearer token."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
        self._name = parse_qs(parts.query).get("model", ["default"])[0]
        self._address = urlunsplit((parts.scheme, host, parts.path, "", ""))
        self._key = unquote(parts.password or "")
        identity = f"{self._address} {self._name}".encode()
        self.model = hashlib.blake2b(identity, digest_size=16).hexdigest()

    def embed(self, texts: Sequence[str], kind: Kind, seconds: float) -> Vectors:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        body = json.dumps({"model": self._name, "input": list(texts), "encoding_format": "float"})
        request = urllib.request.Request(  # noqa: S310 - the settings allow http and https only
            self._address, body.encode(), headers, method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=seconds) as response:  # noqa: S310
                sent = response.read(MAX_RESPONSE_BYTES + 1)
        except urllib.error.HTTPError as error:
            raise EmbeddingError(f"The embeddings service answers {error.code}.") from error
        except (OSError, ValueError) as error:
            reason = type(error).__name__
            raise EmbeddingError(f"The embeddings service does not answer: {reason}.") from error
        return normalized(_rows(sent), len(texts))


def _rows(sent: bytes) -> list[Any]:
    """Return the vectors of a response in the order of the texts."""
    try:
        data = sorted(json.loads(sent)["data"], key=lambda each: each["index"])
        return [each["embedding"] for each in data]
    except (ValueError, KeyError, TypeError) as error:
        raise EmbeddingError("The embeddings service sends no list of vectors.") from error
