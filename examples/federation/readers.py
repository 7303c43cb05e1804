"""A reader of the change log: the list that is sent to the press."""

import logging
from collections.abc import Sequence

from cms.changes.affected import affected
from cms.changes.models import Change
from cms.changes.readers import StoredReader
from examples.federation.models import NewsPage

logger = logging.getLogger(__name__)


class PressListReader(StoredReader):
    """Logs the titles of news that were published or changed."""

    name = "press-list"

    def take(self, changes: Sequence[Change]) -> None:
        pages = NewsPage.objects.live().filter(pk__in=list(affected(changes)))
        for title in pages.values_list("title", flat=True):
            logger.info("News for the press: %s", title)

    def handle_missed_changes(self) -> None:
        """Do nothing: old news is no news."""
