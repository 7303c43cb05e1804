"""The paths at which searches are answered."""

import re

from django.conf import settings

PAGE_PATH = "/search/"
"""The search page in the default language; in others the code of the language comes first."""
API_PATH = "/api/delivery/v1/search/"
_PAGE = re.compile(r"/(?:(?P<language>[a-z]+(?:-[a-z]+)*)/)?search/")


def page_language(path: str) -> str | None:
    """Return the language of the search page at this path; None for any other path."""
    if not (match := _PAGE.fullmatch(path)):
        return None
    code: str = match["language"] or settings.LANGUAGE_CODE
    return code if code in dict(settings.LANGUAGES) else None
