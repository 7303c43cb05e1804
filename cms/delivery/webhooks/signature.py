"""Signatures as Standard Webhooks has them: HMAC-SHA256 over id, time and body.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

MARK = "whsec_"
SIZE = 32  # bytes


def new_secret() -> str:
    return MARK + base64.b64encode(secrets.token_bytes(SIZE)).decode()


def sign(keys: Sequence[str], message_id: str, timestamp: int, body: str) -> str:
    """One signature for each secret, so that receivers may change theirs in their own time."""
    payload = f"{message_id}.{timestamp}.{body}".encode()
    return " ".join(f"v1,{_mac(key, payload)}" for key in keys)


def _mac(key: str, payload: bytes) -> str:
    raw = base64.b64decode(key.removeprefix(MARK))
    return base64.b64encode(hmac.digest(raw, payload, hashlib.sha256)).decode()
