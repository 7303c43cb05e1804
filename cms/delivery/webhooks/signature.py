"""Signatures of Standard Webhooks: HMAC-SHA256 over id, timestamp and body.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"
SIZE = 32  # bytes


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(SIZE)).decode()


def sign(keys: Sequence[str], message_id: str, timestamp: int, body: str) -> str:
    """Return the signature header: one signature per secret, for the time of a rotation."""
    payload = f"{message_id}.{timestamp}.{body}".encode()
    return " ".join(f"v1,{_mac(key, payload)}" for key in keys)


def _mac(key: str, payload: bytes) -> str:
    raw = base64.b64decode(key.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(raw, payload, hashlib.sha256)).decode()
