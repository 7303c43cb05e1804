"""Signed values for addresses: JSON in base64, which clients pass back unchanged."""

import base64
import json
from typing import Any

from django.core.signing import BadSignature, Signer


class SignedJson:
    """Writes and reads values under one salt, so that no value passes for another kind."""

    def __init__(self, salt: str) -> None:
        self._signer = Signer(salt=salt)

    def write(self, value: Any) -> str:
        """Return the value as text of letters, digits, `-` and `_`."""
        signed = self._signer.sign(json.dumps(value, separators=(",", ":")))
        return base64.urlsafe_b64encode(signed.encode()).decode().rstrip("=")

    def read(self, text: str) -> Any:
        """Return what `write` was given; raises ValueError for anything else."""
        try:
            signed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
            return json.loads(self._signer.unsign(signed))
        except BadSignature as error:
            raise ValueError("The signature does not match.") from error
