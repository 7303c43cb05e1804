"""The warning in the page editor about maintenance of the page."""

from datetime import datetime

from django.utils import timezone
from wagtail.models import Page

from cms.maintenance.models import LONG, Maintenance
from cms.maintenance.state import flag_on

TOO_LONG = "That is more than {hours} hours: search engines begin to drop the page."


def flag_in_force(page: Page) -> Maintenance | None:
    """Return the flag in force on the page, whether it is set there or on another page."""
    flag = flag_on(page)
    if flag is None:
        return None
    flags = Maintenance.objects.select_related("page", "set_by")
    return flags.filter(page=flag.page_id).first()


def banner(flag: Maintenance, page: Page) -> str:
    """Return the text of the warning: start, end, user and flagged page, in the local time zone."""
    until = f"until {format_time(flag.end)}" if flag.end else "until it is ended"
    by = f", by {flag.set_by}" if flag.set_by else ""
    through = "" if flag.page_id == page.pk else f", through “{flag.page.title}”"
    notice = f"Visitors see a notice instead of this page since {format_time(flag.since)}, {until}"
    long = TOO_LONG.format(hours=round(LONG.total_seconds() / 3600))
    return f"{notice}{by}{through}." + (f" {long}" if flag.is_long(timezone.now()) else "")


def format_time(when: datetime) -> str:
    """Return a local time like `3 March 2027, 14:05 WIB`."""
    local = timezone.localtime(when)
    return f"{local.day} {local:%B %Y, %H:%M %Z}"
