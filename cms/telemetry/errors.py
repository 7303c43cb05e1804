"""Errors for Sentry, without personal data."""

import re
from typing import Any

import sentry_sdk

EMAIL = re.compile(r"[^\s@<>(),;:\"']+@[\w-]+(\.[\w-]+)+")
DETAIL = re.compile(r"\nDETAIL:.*", re.DOTALL)
"""The part of PostgreSQL's messages that has values of rows."""
SENT_FIELDS = (
    *("event_id", "timestamp", "platform", "level", "logger", "transaction", "release"),
    *("environment", "server_name", "sdk", "modules", "exception", "logentry", "contexts"),
)


def start_reporting(dsn: str) -> None:
    """Report errors that this process logs or does not handle to the project of `dsn`."""
    sentry_sdk.init(
        dsn=dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        before_send=without_personal_data,
    )


def without_personal_data(event: Any, hint: dict[str, Any]) -> Any:
    """Return the event without request, user and addresses; the route is in `transaction`."""
    fields = {name: value for name, value in event.items() if name in SENT_FIELDS}
    if "request" in event:
        fields["request"] = {"method": event["request"].get("method")}
    return _scrubbed(fields)


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return EMAIL.sub("[email]", DETAIL.sub("", value))
    if isinstance(value, dict):
        return {key: _scrubbed(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_scrubbed(each) for each in value]
    return value
