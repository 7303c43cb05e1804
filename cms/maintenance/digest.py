"""A daily e-mail that lists the pages under maintenance, for users who may switch it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mass_mail
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override

from cms.changes.models import ReaderState
from cms.languages.formats import write_number, write_time
from cms.maintenance.admin.views import switch_url
from cms.maintenance.models import Maintenance
from cms.maintenance.switch import PERMISSION

_senders: list[Callable[[], str]] = []
NAME = "maintenance-digest"
HOUR = 6  # UTC; the first run of the clock after it sends the day's e-mail
PERMISSIONS_BACKEND = "django.contrib.auth.backends.ModelBackend"


def send_daily() -> None:
    """Send the day's e-mail; a job of the clock. A failed one is retried at the next run."""
    now = timezone.now()
    today = now.date().isoformat()
    if now.hour < HOUR or ReaderState.objects.filter(name=NAME, place=today).exists():
        return
    flags = [flag for flag in Maintenance.objects.select_related("page") if flag.is_in_force(now)]
    if flags:
        send_mass_mail(_mails(flags, now))
    ReaderState.objects.update_or_create(name=NAME, defaults={"place": today})


def register_sender(choose: Callable[[], str]) -> None:
    """Add a function that returns the sender's address; empty for `DEFAULT_FROM_EMAIL`."""
    _senders.append(choose)


def mail_sender() -> str:
    chosen = (choose() for choose in _senders)
    return next(filter(None, chosen), settings.DEFAULT_FROM_EMAIL)


def _recipients() -> list[tuple[str, str]]:
    """Return address and preferred language of each user who may switch maintenance."""
    users = get_user_model()._default_manager.with_perm(PERMISSION, backend=PERMISSIONS_BACKEND)
    recipients = users.exclude(email="").select_related("wagtail_userprofile")
    return sorted({user.email: _language(user) for user in recipients}.items())


def _language(user: Any) -> str:
    profile = getattr(user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE


def _mails(flags: list[Maintenance], now: datetime) -> Iterator[tuple[str, str, str, list[str]]]:
    sender = mail_sender()
    for address, language in _recipients():
        with override(language):
            yield _subject(flags), _body(flags, now), sender, [address]


def _subject(flags: list[Maintenance]) -> str:
    """Return the subject in the active language."""
    count = len(flags)
    subject = ngettext("{count} page under maintenance", "{count} pages under maintenance", count)
    return subject.format(count=write_number(count))


def _body(flags: list[Maintenance], now: datetime) -> str:
    """Return the body in the active language, with the flags that have lasted longest first."""
    lines = [_entry(flag, now) for flag in sorted(flags, key=lambda flag: flag.since)]
    return "\n\n".join([gettext("Visitors see a notice instead of these pages."), *lines]) + "\n"


def _entry(flag: Maintenance, now: datetime) -> str:
    lines = [flag.page.title]
    if flag.with_descendants:
        lines.append(gettext("The pages below it are included."))
    lines.append(gettext("Since: {time}").format(time=write_time(flag.since)))
    if flag.end:
        lines.append(gettext("Until: {time}").format(time=write_time(flag.end)))
    if flag.is_long(now):
        lines.append(gettext("That is more than 48 hours: search engines begin to drop the page."))
    lines.append(settings.WAGTAILADMIN_BASE_URL + switch_url(flag.page))
    return "\n".join(lines)
