"""A daily e-mail with the pages under maintenance, to everybody who may switch it."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mass_mail
from django.utils import timezone

from cms.changes.models import ReaderState
from cms.maintenance.admin.banner import format_time
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
        subject, text = subject_of(flags), text_of(flags, now)
        sender = mail_sender()
        send_mass_mail([(subject, text, sender, [address]) for address in readers()])
    ReaderState.objects.update_or_create(name=NAME, defaults={"place": today})


def register_sender(choose: Callable[[], str]) -> None:
    """Add a source of the sender's address; an empty one leaves it to the installation's."""
    _senders.append(choose)


def mail_sender() -> str:
    chosen = (choose() for choose in _senders)
    return next(filter(None, chosen), settings.DEFAULT_FROM_EMAIL)


def readers() -> list[str]:
    users = get_user_model()._default_manager.with_perm(PERMISSION, backend=PERMISSIONS_BACKEND)
    return sorted(set(users.exclude(email="").values_list("email", flat=True)))


def subject_of(flags: list[Maintenance]) -> str:
    return f"{len(flags)} page{'s' * (len(flags) != 1)} under maintenance"


def text_of(flags: list[Maintenance], now: datetime) -> str:
    """Return the body, with the flags that have lasted longest first."""
    lines = [_line(flag, now) for flag in sorted(flags, key=lambda flag: flag.since)]
    return "\n\n".join(["Visitors see a notice instead of these pages.", *lines]) + "\n"


def _line(flag: Maintenance, now: datetime) -> str:
    below = " and the pages below it" if flag.with_descendants else ""
    until = f"until {format_time(flag.end)}" if flag.end else "until somebody ends it"
    long = "\nMORE THAN 48 HOURS: search engines begin to drop it." if flag.is_long(now) else ""
    address = settings.WAGTAILADMIN_BASE_URL + switch_url(flag.page)
    return f"{flag.page.title}{below}\nsince {format_time(flag.since)}, {until}{long}\n{address}"
