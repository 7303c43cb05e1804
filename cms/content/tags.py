"""A field of topics as tags with completion."""

from typing import Any

from django import forms


class TagSelect(forms.SelectMultiple):
    """A list box that `topics.js` shows as tags and a box to add one to them."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-tags": "Add a topic", **(attrs or {})}, choices)
